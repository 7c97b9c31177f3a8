package io.jwasm.bundle.rootfs;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.TransferBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells from a file's first bytes what it is. Thread-safe.
public final class FileSniffer {

    /// How many bytes are enough: an ELF header's machine is at 18, a script's first line is short,
    /// and a text module may begin with a comment.
    public static final int HEAD_BYTES = 128;

    private static final int BUFFER_BYTES = 128; // the least that a transfer buffer has

    private static final byte[] WASM_MAGIC = {0, 'a', 's', 'm'};
    private static final int WASM_HEADER_BYTES = 8;

    /// [Binary format of
    /// modules](https://webassembly.github.io/spec/core/binary/modules.html#binary-module).
    private static final int MODULE_VERSION = 1;

    /// Version 13, layer 1: [Binary format of
    /// components](https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md).
    private static final int COMPONENT_VERSION = 0x0001_000d;

    /// How text modules begin: with their keyword or one of the two kinds of comment.
    private static final List<String> TEXT_STARTS = List.of("(module", "(component", "(;", ";;");

    private FileSniffer() {}

    /// Looks at the first bytes of an open file; its offset stays.
    ///
    /// @param file a regular file, open for reading
    /// @return what it is
    /// @throws ErrnoException when it cannot be read
    public static FileKind sniff(HostFd file) throws ErrnoException {
        try (TransferBuffer buffer = new TransferBuffer(BUFFER_BYTES)) {
            long count = buffer.pread(file.number(), HEAD_BYTES, 0);
            byte[] head = new byte[(int) ErrnoException.check("pread64", count, file)];
            buffer.memory().get(0, head, 0, head.length);
            return sniff(head);
        }
    }

    /// Looks at the first bytes of a file.
    ///
    /// @param head up to [#HEAD_BYTES] bytes, fewer only when the file has no more
    /// @return what it is
    public static FileKind sniff(byte[] head) {
        if (head.length == 0) {
            return new FileKind.Empty();
        }
        int common = Math.min(head.length, WASM_MAGIC.length);
        if (Arrays.equals(head, 0, common, WASM_MAGIC, 0, common)) {
            return wasm(head);
        }
        if (startsWith(head, 0x7f, 'E', 'L', 'F')) {
            return elf(head);
        }
        if (startsWith(head, '#', '!')) {
            return new FileKind.Script(interpreter(head));
        }
        return other(head);
    }

    private static FileKind wasm(byte[] head) {
        if (head.length < WASM_HEADER_BYTES) {
            return new FileKind.TruncatedWasm(head.length);
        }
        int version = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        return switch (version) {
            case MODULE_VERSION -> new FileKind.WasmModule();
            case COMPONENT_VERSION -> new FileKind.WasmComponent();
            default -> new FileKind.WasmOfOtherVersion(version);
        };
    }

    private static FileKind elf(byte[] head) {
        if (head.length < 20) {
            return new FileKind.Elf("an unknown machine", "a truncated ELF file");
        }
        // e_ident[EI_DATA]: 2 is big-endian, elf(5).
        boolean isBigEndian = head[5] == 2;
        ByteBuffer header =
                ByteBuffer.wrap(head)
                        .order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int machine = Short.toUnsignedInt(header.getShort(18));
        return new FileKind.Elf(machineName(machine, head[4] == 2), elfType(header.getShort(16)));
    }

    private static String elfType(int type) {
        return switch (type) {
            case 1 -> "an ELF object file";
            case 2, 3 -> "an ELF executable";
            case 4 -> "an ELF core dump";
            default -> "an ELF file";
        };
    }

    /// Names a value of `e_machine` (`linux/elf-em.h`).
    private static String machineName(int machine, boolean is64Bit) {
        return switch (machine) {
            case 3 -> "x86";
            case 8 -> "MIPS";
            case 20 -> "32-bit PowerPC";
            case 21 -> "64-bit PowerPC";
            case 22 -> "s390x";
            case 40 -> "32-bit ARM";
            case 62 -> "x86-64";
            case 183 -> "aarch64";
            case 243 -> is64Bit ? "64-bit RISC-V" : "32-bit RISC-V";
            case 258 -> "LoongArch";
            default -> "machine " + machine;
        };
    }

    private static String interpreter(byte[] head) {
        String text = new String(head, 2, head.length - 2, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String line = (end < 0 ? text : text.substring(0, end)).strip();
        int space = line.indexOf(' ');
        return space < 0 ? line : line.substring(0, space);
    }

    private static FileKind other(byte[] head) {
        String known = knownName(head);
        if (known != null) {
            return new FileKind.Known(known);
        }
        String text = new String(head, StandardCharsets.UTF_8).stripLeading();
        if (TEXT_STARTS.stream().anyMatch(text::startsWith)) {
            return new FileKind.WasmText();
        }
        int shown = Math.min(head.length, WASM_HEADER_BYTES);
        return new FileKind.Other(HexFormat.ofDelimiter(" ").formatHex(head, 0, shown));
    }

    private static @Nullable String knownName(byte[] head) {
        if (startsWith(head, 0x1f, 0x8b)) {
            return "a gzip file";
        }
        if (startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)) {
            return "a zstd file";
        }
        if (startsWith(head, 'P', 'K', 3, 4)) {
            return "a zip file";
        }
        if (startsWith(head, 'M', 'Z')) {
            return "a Windows executable";
        }
        if (startsWith(head, 0xcf, 0xfa, 0xed, 0xfe)) {
            return "a macOS executable";
        }
        if (startsWith(head, 0xca, 0xfe, 0xba, 0xbe)) {
            return "a Java class file";
        }
        return null;
    }

    private static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (head[i] != (byte) magic[i]) {
                return false;
            }
        }
        return true;
    }
}
