package dev.culvert.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.config.StoreConfig;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.Item;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.pki.Token;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of every database. Two gateways use it: {@code store} and {@code other}. */
abstract class StoreContract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    final CurrentDirectory directory = new CurrentDirectory(List.of());
    private final CurrentDirectory others = new CurrentDirectory(List.of());
    Store store;
    private Store other;

    /** An empty database, the same one each time that it is asked in one test. */
    abstract StoreConfig config();

    @BeforeEach
    void open() {
        store = Store.open(config(), directory, () -> NOW);
        other = Store.open(config(), others, () -> NOW);
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
    }

    @Test
    void theStateIsSeenBesideAStoreThatIsOpen() {
        create(Kind.CLUSTER, "north", Map.of(), "{}");
        StoreState state = StoreState.of(config());
        assertThat(state.version()).isNotEmpty();
        assertThat(state.pending()).isZero();
        assertThat(state.isNewer()).isFalse();
        create(Kind.CLUSTER, "south", Map.of(), "{}");
    }

    @Test
    void whatWasMadeIsThereAfterARestartAndAtTheOtherGateway() {
        Item made = create(Kind.CLUSTER, "north", Map.of("env", "prod"), "{}");
        Token secret = Token.forAgent();
        store.change(
                change -> change.create(Kind.AGENT_TOKEN, "t", Map.of(), spec("{'cluster': 'north'}"), secret.sha256()),
                false);

        assertThat(others.get().cluster("north")).isEmpty();
        other.refresh();
        store.close();
        CurrentDirectory restarted = new CurrentDirectory(List.of());
        store = Store.open(config(), restarted, () -> NOW);

        for (CurrentDirectory known : List.of(directory, others, restarted)) {
            assertThat(known.get().cluster("north").orElseThrow().labels()).containsEntry("env", "prod");
            assertThat(known.get().agentToken("t").orElseThrow().token().sha256())
                    .isEqualTo(secret.sha256());
            Item read = known.get().item(Kind.CLUSTER, "north").orElseThrow();
            assertThat(read.metadata()).isEqualTo(made.metadata());
            assertThat(read.metadata().created()).isEqualTo(NOW);
        }
    }

    @Test
    void anObjectIsMadeOnce() {
        create(Kind.CLUSTER, "north", Map.of(), "{}");

        assertReason(() -> create(Kind.CLUSTER, "north", Map.of(), "{}"), StatusReason.ALREADY_EXISTS);
        create(Kind.CALLER, "north", Map.of(), "{}");
    }

    @Test
    void whoeverReadAnOlderVersionChangesNothing() {
        Item first = create(Kind.CLUSTER, "north", Map.of(), "{}");
        String old = Long.toString(first.metadata().version());
        Item second = update("north", old, "{'disabled': true}");

        assertReason(() -> update("north", old, "{}"), StatusReason.CONFLICT);
        assertThat(directory.get().cluster("north").orElseThrow().disabled()).isTrue();
        assertThat(second.metadata().version()).isGreaterThan(first.metadata().version());
        assertThat(second.metadata().uid()).isEqualTo(first.metadata().uid());
    }

    @Test
    void ofManyWhoChangeOneVersionAtOnceOneDoes() throws Exception {
        Item first = create(Kind.CLUSTER, "north", Map.of(), "{}");
        String version = Long.toString(first.metadata().version());
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Store one = i % 2 == 0 ? store : other;
            String label = "v" + i;
            attempts.add(() -> {
                try {
                    one.change(
                            change -> change.update(
                                    change.require(Kind.CLUSTER, "north", version), Map.of("by", label), spec("{}")),
                            false);
                    return true;
                } catch (StatusException e) {
                    assertThat(e.reason()).isEqualTo(StatusReason.CONFLICT);
                    return false;
                }
            });
        }
        int done = 0;
        for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
            done += attempt.get() ? 1 : 0;
        }
        threads.shutdown();

        assertThat(done).isEqualTo(1);
    }

    @Test
    void whatIsNotThereCannotBeChanged() {
        assertReason(() -> update("north", "", "{}"), StatusReason.NOT_FOUND);
        assertReason(
                () -> store.change(
                        change -> change.create(
                                Kind.AGENT_TOKEN,
                                "t",
                                Map.of(),
                                spec("{'cluster': 'north'}"),
                                Token.forAgent().sha256()),
                        false),
                StatusReason.INVALID);
    }

    @Test
    void whatIsNotLegalIsNotKept() {
        assertReason(() -> create(Kind.CLUSTER, "North", Map.of(), "{}"), StatusReason.INVALID);
        assertReason(() -> create(Kind.CLUSTER, "north", Map.of("a b", "c"), "{}"), StatusReason.INVALID);
        assertReason(() -> create(Kind.CLUSTER, "north", Map.of(), "{'disabeld': true}"), StatusReason.INVALID);
        assertReason(() -> create(Kind.ACCESS_RULE, "a/b", Map.of(), "{}"), StatusReason.INVALID);

        assertThat(directory.get().items(Kind.CLUSTER)).isEmpty();
    }

    @Test
    void aChangeHappensAsAWholeOrNotAtAll() {
        assertReason(
                () -> store.change(
                        change -> {
                            change.create(Kind.CLUSTER, "north", Map.of(), spec("{}"), null);
                            return change.create(Kind.CLUSTER, "NORTH", Map.of(), spec("{}"), null);
                        },
                        false),
                StatusReason.INVALID);
        other.refresh();

        assertThat(directory.get().items(Kind.CLUSTER)).isEmpty();
        assertThat(others.get().items(Kind.CLUSTER)).isEmpty();
    }

    @Test
    void aDryRunSaysWhatWouldBeAndChangesNothing() {
        Item would = store.change(change -> change.create(Kind.CLUSTER, "north", Map.of(), spec("{}"), null), true);
        other.refresh();

        assertThat(would.name()).isEqualTo("north");
        assertThat(directory.get().cluster("north")).isEmpty();
        assertThat(others.get().cluster("north")).isEmpty();
        assertReason(
                () -> store.change(change -> change.require(Kind.CLUSTER, "north", ""), true), StatusReason.NOT_FOUND);
    }

    @Test
    void tokensEndWithWhatTheyBelongTo() {
        create(Kind.CALLER, "jane", Map.of(), "{}");
        store.change(
                change -> change.create(
                        Kind.CALLER_TOKEN,
                        "t",
                        Map.of(),
                        spec("{'caller': 'jane'}"),
                        Token.forCaller().sha256()),
                false);
        assertThat(directory.get().callerToken("t")).isPresent();

        store.change(
                change -> {
                    change.delete(change.require(Kind.CALLER, "jane", ""));
                    return true;
                },
                false);
        create(Kind.CALLER, "jane", Map.of(), "{}");

        assertThat(directory.get().callerToken("t")).isEmpty();
        assertThat(directory.get().account("jane")).isPresent();
    }

    @Test
    void theLastUseOfATokenIsKeptAndNeverGoesBack() {
        create(Kind.CALLER, "jane", Map.of(), "{}");
        store.change(
                change -> change.create(
                        Kind.CALLER_TOKEN,
                        "t",
                        Map.of(),
                        spec("{'caller': 'jane'}"),
                        Token.forCaller().sha256()),
                false);
        TokenUses late = new TokenUses();
        late.note(Kind.CALLER_TOKEN, "t", NOW.plusSeconds(100));
        late.note(Kind.CALLER_TOKEN, "t", NOW.plusSeconds(101));
        store.keep(late);
        TokenUses early = new TokenUses();
        early.note(Kind.CALLER_TOKEN, "t", NOW);
        other.keep(early);
        create(Kind.CLUSTER, "another", Map.of(), "{}");

        assertThat(directory.get().item(Kind.CALLER_TOKEN, "t").orElseThrow().lastUsed())
                .isEqualTo(NOW.plusSeconds(100));
        assertThat(late.takeUnsaved()).isEmpty();
    }

    Item create(Kind kind, String name, Map<String, String> labels, String spec) {
        return store.change(change -> change.create(kind, name, labels, spec(spec), null), false);
    }

    private Item update(String cluster, String version, String spec) {
        return store.change(
                change -> change.update(change.require(Kind.CLUSTER, cluster, version), Map.of(), spec(spec)), false);
    }

    static ObjectNode spec(String json) {
        try {
            return JSON.readValue(json.replace('\'', '"'), ObjectNode.class);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void assertReason(Runnable change, StatusReason reason) {
        assertThatThrownBy(change::run)
                .isInstanceOfSatisfying(StatusException.class, status -> assertThat(status.reason())
                        .isEqualTo(reason));
    }
}
