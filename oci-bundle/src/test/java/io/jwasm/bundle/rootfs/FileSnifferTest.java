package io.jwasm.bundle.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSnifferTest {

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0061736d01000000                         | a WebAssembly module
                    0061736d0100000001                       | a WebAssembly module
                    0061736d0d000100                         | a WebAssembly component (WASI 0.2), not a WebAssembly module; only modules (WASI 0.1) can be run
                    0061736d02000000                         | WebAssembly of the unknown version 0x00000002, not a WebAssembly module of version 1
                    0061736d01                               | a truncated WebAssembly module of 5 bytes
                    00                                       | a truncated WebAssembly module of 1 bytes
                    ''                                       | an empty file, not a WebAssembly module
                    7f454c4602010100000000000000000002003e00 | an ELF executable for x86-64, not a WebAssembly module
                    7f454c460201010000000000000000000300b700 | an ELF executable for aarch64, not a WebAssembly module
                    7f454c4602020100000000000000000000020016 | an ELF executable for s390x, not a WebAssembly module
                    7f454c4602010100000000000000000001000f27 | an ELF object file for machine 9999, not a WebAssembly module
                    7f454c46                                 | a truncated ELF file for an unknown machine, not a WebAssembly module
                    23212f62696e2f7368202d650a               | a script for "/bin/sh", not a WebAssembly module
                    1f8b0800                                 | a gzip file, not a WebAssembly module
                    28b52ffd                                 | a zstd file, not a WebAssembly module
                    504b0304                                 | a zip file, not a WebAssembly module
                    4d5a9000                                 | a Windows executable, not a WebAssembly module
                    286d6f64756c6529                         | WebAssembly text, not a binary module; translate it with wat2wasm first
                    0a203b3b20686561640a286d6f64756c6529     | WebAssembly text, not a binary module; translate it with wat2wasm first
                    deadbeef                                 | not a WebAssembly module: it begins with the bytes de ad be ef
                    00617300ffffffffffff                     | not a WebAssembly module: it begins with the bytes 00 61 73 00 ff ff ff ff
                    """)
    void filesAreToldByTheirFirstBytes(String head, String description) {
        byte[] bytes = HexFormat.of().parseHex(head);
        assertThat(FileSniffer.sniff(bytes).description()).isEqualTo(description);
    }

    @Test
    void onlyVersionOneIsAModule() {
        byte[] module = HexFormat.of().parseHex("0061736d01000000");
        assertThat(FileSniffer.sniff(module)).isInstanceOf(FileKind.WasmModule.class);
    }
}
