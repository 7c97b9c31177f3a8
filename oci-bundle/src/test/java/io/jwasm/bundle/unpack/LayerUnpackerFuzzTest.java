package io.jwasm.bundle.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jwasm.bundle.testing.Sandbox;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

/// Any bytes as a layer are unpacked or refused with an [IOException], and nothing is changed
/// outside the directory.
@Tag("fuzz")
class LayerUnpackerFuzzTest {

    private static final UnpackLimits LIMITS = new UnpackLimits(200, 1 << 20, 1 << 16);

    @FuzzTest(maxDuration = "50s")
    void anyBytesStayInside(byte[] layer) throws IOException {
        try (Sandbox sandbox = Sandbox.create()) {
            unpack(sandbox, layer);
            assertThat(sandbox.isOutsideUntouched()).isTrue();
        }
    }

    private static void unpack(Sandbox sandbox, byte[] layer) throws IOException {
        int flags = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY;
        try (HostFd root = Descriptors.open(sandbox.inside().toString(), flags, 0);
                LayerUnpacker unpacker = new LayerUnpacker(root, LIMITS)) {
            unpacker.unpack(new ByteArrayInputStream(layer));
            // Once more over itself: all that is there is replaced.
            unpacker.unpack(new ByteArrayInputStream(layer));
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
