package io.jwasm.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteTextTest {

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "ünï", "\ud83d\ude00", "a\u0000b", "\ufffd"})
    void textIsUtf8(String text) {
        assertThat(ByteText.decode(text.getBytes(UTF_8))).isEqualTo(text);
        assertThat(ByteText.encode(text)).isEqualTo(text.getBytes(UTF_8));
        assertThat(ByteText.hasBytes(text)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "ff",
                "80",
                "61ff62",
                "c3",
                "c328",
                "e282",
                "e28261",
                "f09f98",
                "eda080",
                "edb2ff",
                "c080",
                "f4908080",
                "fffefdfc",
                "c3bcffc3bc",
            })
    void otherBytesComeBack(String digits) {
        String text = ByteText.decode(hex(digits));

        assertThat(ByteText.hasBytes(text)).isTrue();
        assertThat(ByteText.encode(text)).isEqualTo(hex(digits));
    }

    @Test
    void aByteIsOneCharacter() {
        assertThat(ByteText.decode(hex("61ff62"))).isEqualTo("a\udcffb");
    }

    @Test
    void halfAPairIsNoByte() {
        assertThat(ByteText.encode("\ud83d")).isEqualTo(hex("3f"));
        assertThat(ByteText.encode("\udc00")).isEqualTo(hex("3f"));
    }

    @Test
    void anyBytesComeBack() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(ByteText.encode(ByteText.decode(bytes))).isEqualTo(bytes);
        }
    }
}
