"""A program in a terminal, and what one would see on its screen."""

import os
import re
import time

import pexpect
import pyte

ROWS, COLUMNS = 50, 200


class Terminal:
    def __init__(self, *line, **environment):
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._child = pexpect.spawn(
            line[0],
            list(line[1:]),
            dimensions=(ROWS, COLUMNS),
            env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **environment},
        )

    def _draw(self, patience):
        try:
            self._stream.feed(self._child.read_nonblocking(1 << 16, timeout=patience))
        except pexpect.TIMEOUT:
            pass

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, keys):
        self._child.send(keys)

    def rest(self):
        """Draws until the screen has been still for a moment: it takes keys where it does not show them."""
        before = None
        while before != self.text:
            before = self.text
            self._draw(0.3)

    def until(self, sight, patience=30):
        """Waits until the screen shows what the pattern says; returns what it matched."""
        return self.when(lambda text: re.search(sight, text, re.MULTILINE), sight, patience)

    def until_gone(self, sight, patience=30):
        self.when(lambda text: not re.search(sight, text, re.MULTILINE), "no " + sight, patience)

    def when(self, seen, what, patience=30):
        """Waits until the screen is as the function says; returns what that returned."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            found = seen(self.text)
            if found:
                return found
            self._draw(0.1)
        screen = [line.strip(" │") for line in self.text.split("\n")]
        raise AssertionError("not seen: %s; the screen: %s" % (what, " / ".join(line for line in screen if line)))

    def close(self):
        self._child.close(force=True)
