package io.jwasm.linux.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorElfTest {

    private static final int PARENT = 0x12345678;

    @ParameterizedTest
    @CsvSource({"X86_64, 62", "AARCH64, 183"})
    void headerIsThatOfAStaticExecutable(Architecture architecture, int machine) {
        ByteBuffer elf = file(architecture);
        assertThat(elf.getInt(0)).isEqualTo(0x464c457f);
        assertThat(elf.getShort(16)).as("ET_EXEC").isEqualTo((short) 2);
        assertThat(elf.getShort(18)).isEqualTo((short) machine);
        assertThat(elf.getLong(24)).as("entry").isEqualTo(0x400000L + 176);
        assertThat(elf.getLong(32)).as("program headers").isEqualTo(64);
        assertThat(elf.getShort(54)).isEqualTo((short) 56);
        assertThat(elf.getShort(56)).isEqualTo((short) 2);
    }

    @ParameterizedTest
    @EnumSource
    void oneSegmentLoadsTheFileAndNothingIsBothWritableAndExecutable(Architecture architecture) {
        ByteBuffer elf = file(architecture);
        assertThat(elf.getInt(64)).as("PT_LOAD").isEqualTo(1);
        assertThat(elf.getInt(68)).as("read and execute").isEqualTo(5);
        assertThat(elf.getLong(96)).isEqualTo(elf.capacity());
        assertThat(elf.getInt(120)).as("PT_GNU_STACK").isEqualTo(0x6474e551);
        assertThat(elf.getInt(124)).as("read and write").isEqualTo(6);
        assertThat(elf.capacity()).isLessThan(400);
    }

    // The expected bytes were made by an assembler from the steps that AnchorCode lists.
    @Test
    void codeForX8664IsWhatAnAssemblerMakes() {
        assertThat(code(Architecture.X86_64))
                .isEqualTo(
                        "b89d000000bf01000000be090000000f05b86e0000000f0585c074133d78563412740c"
                                + "b8e7000000bf010000000f05b8b401000031ffbeffffffff31d20f05"
                                + "b89d000000bf0f000000488d350b0000000f05b8220000000f05ebf7"
                                + "6a7761736d2d616e63686f7200");
    }

    @Test
    void codeForAarch64IsWhatAnAssemblerMakes() {
        assertThat(code(Architecture.AARCH64))
                .isEqualTo(
                        "e81480d2200080d2210180d2010000d4a81580d2010000d400010034"
                                + "01cf8ad28146a2f21f00016b80000054c80b80d2200080d2010000d4"
                                + "883680d2000080d201008092020080d2010000d4"
                                + "e81480d2e00180d221010010010000d4"
                                + "280980d2000080d2010080d2020080d2030080d2010000d4faffff17"
                                + "6a7761736d2d616e63686f7200");
    }

    @Test
    void codeForX8664WithATerminalIsWhatAnAssemblerMakes() {
        assertThat(codeWithTerminal(Architecture.X86_64))
                .isEqualTo(
                        "b89d000000bf01000000be090000000f05b86e0000000f0585c074133d78563412740c"
                            + "b8e7000000bf010000000f0531ff488d356e00000031d241ba08000000"
                            + "b80e0000000f05b810000000bf04000000be0e54000031d20f05"
                            + "b8b401000031ffbeffffffff31d20f05"
                            + "b89d000000bf0f000000488d35330000000f05"
                            + "488d3d2200000031f631d241ba08000000b8800000000f0585c07ee4"
                            + "8db880000000b8e70000000f0507000000000000006a7761736d2d616e63686f7200");
    }

    @Test
    void codeForAarch64WithATerminalIsWhatAnAssemblerMakes() {
        assertThat(codeWithTerminal(Architecture.AARCH64))
                .isEqualTo(
                        "e81480d2200080d2210180d2010000d4a81580d2010000d400010034"
                                + "01cf8ad28146a2f21f00016b80000054c80b80d2200080d2010000d4"
                                + "e81080d2000080d2a1030010020080d2030180d2010000d4"
                                + "a80380d2800080d2c1818ad2020080d2010000d4"
                                + "883680d2000080d201008092020080d2010000d4"
                                + "e81480d2e00180d2e1010010010000d4"
                                + "281180d240010010010080d2020080d2030180d2010000d4"
                                + "1f0000712dffff5400000211c80b80d2010000d4"
                                + "07000000000000006a7761736d2d616e63686f7200");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theParentsPidIsPartOfTheCode(boolean hasTerminal) {
        byte[] code = AnchorCode.emit(Architecture.X86_64, 0x01020304, hasTerminal);
        assertThat(HexFormat.of().formatHex(code)).contains("3d04030201");
        assertThat(new String(code, StandardCharsets.ISO_8859_1)).endsWith("jwasm-anchor\0");
    }

    private static ByteBuffer file(Architecture architecture) {
        return ByteBuffer.wrap(AnchorElf.emit(architecture, PARENT, true))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String code(Architecture architecture) {
        return code(AnchorElf.emit(architecture, PARENT, false));
    }

    private static String codeWithTerminal(Architecture architecture) {
        return code(AnchorElf.emit(architecture, PARENT, true));
    }

    private static String code(byte[] elf) {
        return HexFormat.of().formatHex(Arrays.copyOfRange(elf, AnchorElf.CODE_OFFSET, elf.length));
    }
}
