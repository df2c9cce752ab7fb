// Runs named cases, each with a deadline, and prints one line of JSON for each: the client matrix reads them.

const DEADLINE = 60_000;
const cases = [];

/** Registers a function whose result is the case's detail: what must be the same on every way to the cluster. */
export function test(name, work) {
  cases.push({ name, work });
}

function say(fields) {
  process.stdout.write(JSON.stringify(fields) + '\n');
}

/** What a promise comes to, unless it takes too long. */
export function within(milliseconds, promise, what = 'case') {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not over after ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function outcome(work) {
  try {
    return { ok: true, detail: (await within(DEADLINE, work())) ?? null };
  } catch (error) {
    console.error(error);
    return { ok: false, detail: `${error?.name}: ${String(error?.message).split('\n')[0]}` };
  }
}

export async function run(version) {
  // A client that throws outside of any promise fails the case that is under way, not the program.
  process.on('uncaughtException', (error) => console.error('uncaught', error));
  process.on('unhandledRejection', (error) => console.error('unhandled', error));
  say({ version });
  for (const { name, work } of cases) {
    say({ case: name, ...(await outcome(work)) });
  }
  say({ end: true });
  process.exit(0);
}
