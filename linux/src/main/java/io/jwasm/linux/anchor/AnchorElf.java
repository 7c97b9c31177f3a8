package io.jwasm.linux.anchor;

import io.jwasm.linux.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Wraps an anchor's code into the smallest well-behaved static executable: an ELF header, one
/// segment to load, and the note that the stack is not executable
/// ([elf(5)](https://man7.org/linux/man-pages/man5/elf.5.html)).
final class AnchorElf {

    static final int HEADER_BYTES = 64;
    static final int PROGRAM_HEADER_BYTES = 56;
    static final int CODE_OFFSET = HEADER_BYTES + 2 * PROGRAM_HEADER_BYTES;
    static final long LOAD_ADDRESS = 0x400000;

    private static final short ET_EXEC = 2;
    private static final short EM_X86_64 = 62;
    private static final short EM_AARCH64 = 183;
    private static final int PT_LOAD = 1;
    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int PF_X = 1;
    private static final int PF_W = 2;
    private static final int PF_R = 4;
    private static final long LARGEST_PAGE_BYTES = 0x10000; // aarch64 kernels may use 64 KiB

    private AnchorElf() {}

    static byte[] emit(Architecture architecture, int parentPid, boolean hasTerminal) {
        byte[] code = AnchorCode.emit(architecture, parentPid, hasTerminal);
        int size = CODE_OFFSET + code.length;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        putHeader(file, architecture);
        putSegment(file, PT_LOAD, PF_R | PF_X, size, LARGEST_PAGE_BYTES);
        putSegment(file, PT_GNU_STACK, PF_R | PF_W, 0, 16);
        return file.put(code).array();
    }

    private static void putHeader(ByteBuffer file, Architecture architecture) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F'});
        file.put(new byte[] {2, 1, 1, 0}); // 64 bits, little-endian, version 1, System V ABI
        file.putLong(0); // padding of e_ident
        file.putShort(ET_EXEC);
        file.putShort(
                switch (architecture) {
                    case X86_64 -> EM_X86_64;
                    case AARCH64 -> EM_AARCH64;
                });
        file.putInt(1); // e_version
        file.putLong(LOAD_ADDRESS + CODE_OFFSET); // e_entry
        file.putLong(HEADER_BYTES); // e_phoff
        file.putLong(0); // e_shoff: no sections
        file.putInt(0); // e_flags
        file.putShort((short) HEADER_BYTES);
        file.putShort((short) PROGRAM_HEADER_BYTES);
        file.putShort((short) 2); // e_phnum
        file.putShort((short) 64); // e_shentsize
        file.putInt(0); // e_shnum, e_shstrndx
    }

    private static void putSegment(ByteBuffer file, int type, int flags, long size, long align) {
        long address = type == PT_LOAD ? LOAD_ADDRESS : 0;
        file.putInt(type);
        file.putInt(flags);
        file.putLong(0); // p_offset: the whole file, headers included
        file.putLong(address);
        file.putLong(address);
        file.putLong(size);
        file.putLong(size);
        file.putLong(align);
    }
}
