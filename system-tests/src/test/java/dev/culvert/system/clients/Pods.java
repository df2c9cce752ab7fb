package dev.culvert.system.clients;

import dev.culvert.system.rig.Workload;

/** The pods that every program finds in its namespace. */
final class Pods {

    /** Says two lines; serves a page on port 8080 and whatever it is sent on port 7007; can be executed in. */
    static final String SHELL = "shell";

    /** Says a numbered line ten times a second. */
    static final String TICKER = "ticker";

    /** Where {@link #SHELL} serves its page. */
    static final int PORT = 8080;

    private static final String SERVE = "echo first line; echo second line; "
            + "mkdir -p /www; echo hello from the pod > /www/index.html; httpd -p 8080 -h /www; "
            + "nc -ll -p 7007 -e cat & trap exit TERM; while :; do sleep 3600 & wait $!; done";

    private static final String TICK = "i=0; while :; do i=$((i+1)); echo tick $i; usleep 100000; done";

    private Pods() {}

    static String both() {
        return Workload.manifest(SHELL, SERVE) + "---\n" + Workload.manifest(TICKER, TICK);
    }
}
