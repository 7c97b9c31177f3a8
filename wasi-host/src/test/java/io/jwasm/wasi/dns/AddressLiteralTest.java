package io.jwasm.wasi.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, c0000201",
        "0.0.0.0, 00000000",
        "255.255.255.255, ffffffff",
        "::, 00000000000000000000000000000000",
        "::1, 00000000000000000000000000000001",
        "2001:db8::1, 20010db8000000000000000000000001",
        "2001:DB8:0:0:0:0:0:1, 20010db8000000000000000000000001",
        "1::, 00010000000000000000000000000000",
        "::ffff:192.0.2.1, 00000000000000000000ffffc0000201",
        "1:2:3:4:5:6:192.0.2.1, 000100020003000400050006c0000201",
        "1:2:3:4:5:6:7::, 00010002000300040005000600070000",
    })
    void addressIsRead(String text, String bytes) {
        assertThat(AddressLiteral.parse(text)).hasValue(HexFormat.of().parseHex(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.-1",
                "1.2.3.",
                "1.2.3.0004",
                "1.2.3.٤",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "::1%eth0",
                "::1.2.3",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
            })
    void anythingElseIsNone(String text) {
        assertThat(AddressLiteral.parse(text)).isEmpty();
    }
}
