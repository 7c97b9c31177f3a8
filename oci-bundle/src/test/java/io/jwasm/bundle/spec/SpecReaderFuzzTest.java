package io.jwasm.bundle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jwasm.bundle.error.BundleException;
import org.junit.jupiter.api.Tag;

/// Any bytes as config.json are a configuration or a [BundleException], and what was read is
/// written back the same.
@Tag("fuzz")
class SpecReaderFuzzTest {

    @FuzzTest(maxDuration = "50s")
    void anyBytesAreReadOrRefused(byte[] json) throws BundleException {
        RuntimeSpec spec;
        try {
            spec = SpecReader.readConfig(json);
        } catch (BundleException refused) {
            assertThat(refused.getMessage()).startsWith("config.json: ");
            return;
        }
        RuntimeSpec again = SpecReader.readConfig(SpecWriter.write(spec));
        assertThat(again.process()).isEqualTo(spec.process());
        assertThat(again.mounts()).isEqualTo(spec.mounts());
        assertThat(again.hooks()).isEqualTo(spec.hooks());
        assertThat(again.annotations()).isEqualTo(spec.annotations());
        assertThat(again.linux().resources()).isEqualTo(spec.linux().resources());
    }
}
