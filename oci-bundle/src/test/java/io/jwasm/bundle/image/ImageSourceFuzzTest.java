package io.jwasm.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.testing.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/// Any bytes as an image archive are unpacked or refused with a [BundleException] that is not
/// blamed on the machine, and nothing is changed outside the directory.
@Tag("fuzz")
class ImageSourceFuzzTest {

    @FuzzTest(maxDuration = "50s")
    void anyBytesAreAnImageOrRefused(byte[] archive) throws IOException {
        try (Sandbox sandbox = Sandbox.create()) {
            Path file = Files.write(sandbox.directory().resolve("image"), archive);
            try (ImageSource image = ImageSource.open(file)) {
                assertThat(image.unpack(sandbox.inside())).isNotNull();
            } catch (BundleException refused) {
                assertThat(refused.kind()).isNotEqualTo(BundleException.Kind.INTERNAL);
            }
            Files.delete(file);
            assertThat(sandbox.isOutsideUntouched()).isTrue();
        }
    }
}
