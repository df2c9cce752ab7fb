package dev.culvert.system.rig;

import java.util.List;
import java.util.stream.IntStream;

/** Callers of every gateway under test who act as themselves, beside the one that {@code gateway init} made. */
final class Callers {

    static final String ALICE = "cvc_alice-0123456789-abcdefghijklmnopqrstuvwxyz";

    /** As long as an identity provider's token gets that names many groups. */
    static final String CROWD = "cvc_crowd-" + "0123456789abcdef".repeat(2_048);

    private static final int CROWD_GROUPS = 500;

    private Callers() {}

    static List<String> crowdsGroups() {
        return IntStream.range(0, CROWD_GROUPS)
                .mapToObj(i -> "group-" + i + "-of-a-directory-with-long-names")
                .toList();
    }

    /** Entries of the list of callers. */
    static String yaml() {
        return """
              - name: alice
                uid: u-17
                groups: [devs, ops]
                extra:
                  example.com/scope: [a, b]
                tokens:
                  - sha256: "%s"
                access:
                  - clusters: ["*"]
                    mode: impersonate
              - name: crowd
                groups: %s
                tokens:
                  - sha256: "%s"
                access:
                  - clusters: ["*"]
                    mode: impersonate
            """.formatted(Installation.sha256(ALICE), crowdsGroups(), Installation.sha256(CROWD));
    }
}
