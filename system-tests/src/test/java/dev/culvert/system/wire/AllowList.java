package dev.culvert.system.wire;

import dev.culvert.system.rig.Resources;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which response headers may differ, read from the file that gives the reasons. */
final class AllowList {

    enum Freedom {
        VALUE,
        PRESENCE
    }

    private final Map<String, Freedom> entries = new HashMap<>();

    static AllowList load() {
        AllowList list = new AllowList();
        Resources.text("/differential-allow-list.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(list::add);
        return list;
    }

    boolean mayDifferInValue(String name) {
        return entries.get(name.toLowerCase(Locale.ROOT)) == Freedom.VALUE;
    }

    boolean mayBeAbsent(String name) {
        return entries.get(name.toLowerCase(Locale.ROOT)) == Freedom.PRESENCE;
    }

    private void add(String line) {
        int space = line.indexOf(' ');
        int colon = line.indexOf(':');
        if (space < 0 || colon < space || line.substring(colon + 1).isBlank()) {
            throw new IllegalArgumentException("no entry with a reason: " + line);
        }
        entries.put(
                line.substring(space + 1, colon).toLowerCase(Locale.ROOT),
                Freedom.valueOf(line.substring(0, space).toUpperCase(Locale.ROOT)));
    }
}
