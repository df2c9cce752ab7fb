package dev.culvert.agent.config;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/** Whether an address is in a block such as {@code 10.0.0.0/8}. Names are in none: nothing is looked up. */
final class Cidr {
    private Cidr() {}

    static boolean contains(String block, String address) {
        int slash = block.indexOf('/');
        byte[] network = bytes(block.substring(0, slash));
        byte[] candidate = bytes(address);
        int bits = bits(block.substring(slash + 1));
        if (network == null || candidate == null || network.length != candidate.length) {
            return false;
        }
        if (bits < 0 || bits > network.length * 8) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((network[bit >> 3] & mask) != (candidate[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte @Nullable [] bytes(String address) {
        return NetUtil.createByteArrayFromIpAddressString(address);
    }

    private static int bits(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
