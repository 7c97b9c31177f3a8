package io.jwasm.ttrpc.wire;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// However a stream is cut, the decoder finds the same frames, and never throws.
@Tag("fuzz")
class FrameDecoderFuzzTest {

    @FuzzTest(maxDuration = "30s")
    void cutsDoNotMatter(FuzzedDataProvider input) {
        int[] cuts = input.consumeInts(8);
        byte[] stream = input.consumeRemainingAsBytes();
        FrameDecoderTest.Found whole = new FrameDecoderTest.Found();
        new FrameDecoder(whole).feed(ByteBuffer.wrap(stream));
        List<String> cut = decodeInPieces(stream, cuts);
        if (!cut.equals(whole.found)) {
            throw new AssertionError("whole: " + whole.found + ", in pieces: " + cut);
        }
    }

    private static List<String> decodeInPieces(byte[] stream, int[] cuts) {
        FrameDecoderTest.Found found = new FrameDecoderTest.Found();
        FrameDecoder decoder = new FrameDecoder(found);
        int offset = 0;
        for (int i = 0; offset < stream.length; i++) {
            int wanted = cuts.length == 0 ? 1 : 1 + (cuts[i % cuts.length] & 0x1f);
            int length = Math.min(wanted, stream.length - offset);
            decoder.feed(ByteBuffer.wrap(stream, offset, length));
            offset += length;
        }
        return found.found;
    }
}
