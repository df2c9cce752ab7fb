package dev.culvert.tunnel.frame;

/** Field numbers of {@code culvert.tunnel.v1.Frame} and of the messages in it that are read and written by hand. */
final class Field {
    static final int PACKET_FRAMES = 1;

    static final int STREAM = 1;
    static final int HELLO = 2;
    static final int WELCOME = 3;
    static final int PING = 4;
    static final int PONG = 5;
    static final int GO_AWAY = 6;
    static final int OPEN = 7;
    static final int RESPONSE_HEAD = 8;
    static final int HEAD_FRAGMENT = 9;
    static final int DATA = 10;
    static final int END = 11;
    static final int CREDIT = 12;
    static final int RESET = 13;

    static final int FRAGMENT_BYTES = 1;
    static final int FRAGMENT_LAST = 2;

    static final int CODE = 1;
    static final int MESSAGE = 2;
    static final int GRACE_MS = 3;

    private Field() {}
}
