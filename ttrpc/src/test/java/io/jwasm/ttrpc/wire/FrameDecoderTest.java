package io.jwasm.ttrpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

    /// Writes down what the decoder finds.
    static final class Found implements FrameListener {
        final List<String> found = new ArrayList<>();

        @Override
        public void frame(int streamId, int type, int flags, byte[] data) {
            String text =
                    data.length > 16
                            ? "crc " + Arrays.hashCode(data)
                            : HexFormat.of().formatHex(data);
            found.add(
                    Integer.toUnsignedString(streamId)
                            + " "
                            + type
                            + " "
                            + flags
                            + " "
                            + data.length
                            + " "
                            + text);
        }

        @Override
        public void oversize(int streamId, int type, long length) {
            found.add(Integer.toUnsignedString(streamId) + " " + type + " oversize " + length);
        }
    }

    private static List<String> decode(byte[] bytes, int step) {
        Found found = new Found();
        FrameDecoder decoder = new FrameDecoder(found);
        for (int i = 0; i < bytes.length; i += step) {
            ByteBuffer chunk = ByteBuffer.wrap(bytes, i, Math.min(step, bytes.length - i));
            decoder.feed(chunk);
            if (chunk.hasRemaining()) {
                throw new AssertionError("bytes were left at " + i);
            }
        }
        return found.found;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            value = {
                "empty frame              | 00000000 00000001 01 00             | 1 1 0 0 ",
                "data                     | 00000003 00000003 03 01 0a0b0c      | 3 3 1 3 0a0b0c",
                "highest stream and bytes | 00000001 ffffffff ff ff ff          | 4294967295 255"
                        + " 255 1 ff",
                "header cut off           | 00000003 00000003 03                | ",
                "data cut off             | 00000003 00000003 03 01 0a0b        | ",
                "one byte too large       | 00400001 00000005 01 00             | 5 1 oversize"
                        + " 4194305",
                "largest length           | ffffffff 00000005 01 00             | 5 1 oversize"
                        + " 4294967295",
            },
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true)
    void bytesBecomeFrames(String name, String hex, String expected) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        List<String> frames = decode(bytes, bytes.length);
        assertThat(frames).as(name).hasSize(expected == null ? 0 : 1);
        if (expected != null) {
            assertThat(frames.getFirst().strip()).isEqualTo(expected.strip());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 10, 11, 65_536, 5_000_000})
    void howTheStreamIsSplitDoesNotMatter(int step) {
        ByteBuffer stream = ByteBuffer.allocate(5 << 20);
        stream.put(frame(1, new byte[0])).put(frame(3, new byte[] {1, 2, 3}));
        stream.putInt((4 << 20) + 7).putInt(5).put((byte) 1).put((byte) 0);
        stream.put(new byte[(4 << 20) + 7]);
        byte[] large = new byte[200_000];
        Arrays.fill(large, (byte) 9);
        stream.put(frame(7, large)).put(frame(9, new byte[] {4}));
        byte[] bytes = Arrays.copyOf(stream.array(), stream.position());
        assertThat(decode(bytes, step))
                .containsExactly(
                        "1 3 0 0 ",
                        "3 3 0 3 010203",
                        "5 1 oversize 4194311",
                        "7 3 0 200000 crc " + Arrays.hashCode(large),
                        "9 3 0 1 04");
    }

    @Test
    void theLargestFrameIsTakenWhole() {
        byte[] largest = new byte[Frame.MAX_DATA_BYTES];
        byte[] bytes = frame(1, largest).array();
        assertThat(decode(bytes, 65_536))
                .containsExactly("1 3 0 4194304 crc " + Arrays.hashCode(largest));
    }

    private static ByteBuffer frame(int streamId, byte[] data) {
        ByteBuffer frame = ByteBuffer.allocate(10 + data.length);
        return frame.putInt(data.length)
                .putInt(streamId)
                .put((byte) 3)
                .put((byte) 0)
                .put(data)
                .flip();
    }
}
