package io.jwasm.wasi.dns;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads internet addresses written in digits ([RFC 4291, section
/// 2.2](https://www.rfc-editor.org/rfc/rfc4291#section-2.2)), without asking anybody.
public final class AddressLiteral {

    private static final int INET6_GROUPS = 8;
    private static final int INET4_BYTES = 4;
    private static final int INET6_BYTES = 16;
    private static final int MAX_CHARS = 45;

    private AddressLiteral() {}

    /// Reads an address.
    ///
    /// @param text such as `192.0.2.1` or `2001:db8::1`
    /// @return 4 or 16 bytes; empty when it is none
    public static Optional<byte[]> parse(String text) {
        if (text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        return Optional.ofNullable(text.indexOf(':') < 0 ? inet4(text) : inet6(text));
    }

    private static byte @Nullable [] inet4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != INET4_BYTES) {
            return null;
        }
        byte[] address = new byte[INET4_BYTES];
        for (int i = 0; i < INET4_BYTES; i++) {
            int part = number(parts[i], 10, 3);
            if (part < 0 || part > 0xff) {
                return null;
            }
            address[i] = (byte) part;
        }
        return address;
    }

    private static byte @Nullable [] inet6(String text) {
        int gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::")) {
            return null;
        }
        byte[] address = new byte[INET6_BYTES];
        String head = gap < 0 ? text : text.substring(0, gap);
        String tail = gap < 0 ? "" : text.substring(gap + 2);
        byte[] first = groups(head, gap < 0);
        byte[] last = groups(tail, true);
        if (first == null || last == null) {
            return null;
        }
        int length = first.length + last.length;
        if (gap < 0 ? length != INET6_BYTES : length > INET6_BYTES - 2) {
            return null;
        }
        System.arraycopy(first, 0, address, 0, first.length);
        System.arraycopy(last, 0, address, INET6_BYTES - last.length, last.length);
        return address;
    }

    /// Groups of hexadecimal digits between colons; the last of the address may be an IPv4 address.
    private static byte @Nullable [] groups(String text, boolean isEnd) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        boolean endsInInet4 = isEnd && parts[parts.length - 1].indexOf('.') >= 0;
        int count = endsInInet4 ? parts.length + 1 : parts.length;
        if (count > INET6_GROUPS) {
            return null;
        }
        byte[] bytes = new byte[2 * count];
        for (int i = 0; i < (endsInInet4 ? parts.length - 1 : parts.length); i++) {
            int group = number(parts[i], 16, 4);
            if (group < 0) {
                return null;
            }
            bytes[2 * i] = (byte) (group >>> 8);
            bytes[2 * i + 1] = (byte) group;
        }
        if (endsInInet4) {
            byte[] inet4 = inet4(parts[parts.length - 1]);
            if (inet4 == null) {
                return null;
            }
            System.arraycopy(inet4, 0, bytes, bytes.length - INET4_BYTES, INET4_BYTES);
        }
        return bytes;
    }

    private static int number(String text, int radix, int mostDigits) {
        if (text.isEmpty() || text.length() > mostDigits) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }
}
