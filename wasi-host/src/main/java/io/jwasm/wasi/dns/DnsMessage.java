package io.jwasm.wasi.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Questions to name servers and their answers ([RFC 1035, section
/// 4](https://www.rfc-editor.org/rfc/rfc1035#section-4)). Thread-safe.
public final class DnsMessage {

    /// An IPv4 address, as the type of a question.
    public static final int TYPE_A = 1;

    /// An IPv6 address, as the type of a question.
    public static final int TYPE_AAAA = 28;

    /// The longest message that comes in a datagram.
    public static final int MAX_BYTES = 512;

    private static final int CLASS_IN = 1;
    private static final int HEADER_BYTES = 12;
    private static final int FLAG_RESPONSE = 0x8000;
    private static final int FLAG_RECURSION_DESIRED = 0x0100;
    private static final int RCODE_MASK = 0xf;
    private static final int MAX_LABEL_BYTES = 63;
    private static final int MAX_NAME_BYTES = 255;
    private static final int POINTER = 0xc0;

    private DnsMessage() {}

    /// What a server said.
    ///
    /// @param code 0 for success, 2 for a failure of the server, 3 for a name that does not exist
    /// @param addresses what it found, 4 or 16 bytes each
    public record Answer(int code, List<byte[]> addresses) {

        /// The code of a name that does not exist.
        public static final int NO_SUCH_NAME = 3;

        /// Copies the list.
        public Answer {
            addresses = List.copyOf(addresses);
        }
    }

    /// Writes a question.
    ///
    /// @param id what the answer will carry, 16 bits
    /// @param name the full name
    /// @param type [#TYPE_A] or [#TYPE_AAAA]
    /// @return the message; empty when the name cannot be asked for
    public static Optional<byte[]> question(int id, String name, int type) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        putShort(message, id);
        putShort(message, FLAG_RECURSION_DESIRED);
        putShort(message, 1);
        message.writeBytes(new byte[6]);
        for (String label : name.split("\\.", -1)) {
            byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
            if (bytes.length == 0 || bytes.length > MAX_LABEL_BYTES) {
                return Optional.empty();
            }
            message.write(bytes.length);
            message.writeBytes(bytes);
        }
        message.write(0);
        if (message.size() - HEADER_BYTES > MAX_NAME_BYTES) {
            return Optional.empty();
        }
        putShort(message, type);
        putShort(message, CLASS_IN);
        return Optional.of(message.toByteArray());
    }

    private static void putShort(ByteArrayOutputStream message, int value) {
        message.write(value >>> 8);
        message.write(value);
    }

    /// Reads an answer.
    ///
    /// @param message what came
    /// @param question what was asked; an answer repeats it
    /// @param type the type that was asked for
    /// @return the answer; empty when it is none to this question, or malformed
    public static Optional<Answer> answer(byte[] message, byte[] question, int type) {
        if (message.length < question.length
                || !Arrays.equals(message, 0, 2, question, 0, 2)
                || (unsignedShort(message, 2) & FLAG_RESPONSE) == 0
                || unsignedShort(message, 4) != 1
                || !isSameQuestion(message, question)) {
            return Optional.empty();
        }
        List<byte[]> addresses = new ArrayList<>();
        int at = question.length;
        for (int left = unsignedShort(message, 6); left > 0; left--) {
            at = skipName(message, at);
            if (at < 0 || at + 10 > message.length) {
                return Optional.empty();
            }
            int length = unsignedShort(message, at + 8);
            int data = at + 10;
            if (data + length > message.length) {
                return Optional.empty();
            }
            // Aliases are passed over: a server that recurses adds what they stand for.
            if (unsignedShort(message, at) == type
                    && unsignedShort(message, at + 2) == CLASS_IN
                    && length == (type == TYPE_A ? 4 : 16)) {
                addresses.add(Arrays.copyOfRange(message, data, data + length));
            }
            at = data + length;
        }
        return Optional.of(new Answer(unsignedShort(message, 2) & RCODE_MASK, addresses));
    }

    /// Names are the same in any case of their letters.
    private static boolean isSameQuestion(byte[] message, byte[] question) {
        for (int i = HEADER_BYTES; i < question.length; i++) {
            if (lower(message[i]) != lower(question[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte value) {
        return value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value;
    }

    /// Finds the end of a name, which is labels, or ends in a pointer to others.
    private static int skipName(byte[] message, int start) {
        int at = start;
        while (at < message.length) {
            int length = Byte.toUnsignedInt(message[at]);
            if ((length & POINTER) == POINTER) {
                return at + 2;
            }
            at += 1 + length;
            if (length == 0) {
                return at;
            }
        }
        return -1;
    }

    private static int unsignedShort(byte[] message, int at) {
        return Byte.toUnsignedInt(message[at]) << 8 | Byte.toUnsignedInt(message[at + 1]);
    }
}
