package io.jwasm.wasi.binary;

import java.io.ByteArrayOutputStream;
import java.util.function.IntPredicate;

/// Where the functions of a module lie in its bytes, so that they can be decoded apart from each
/// other, or left out.
///
/// Holds the module without its custom sections. Functions are counted from the first that the
/// module defines, imported ones left out. Immutable.
public final class CodeLayout {

    private static final int HEADER_BYTES = 8;
    private static final int CUSTOM = 0;
    private static final int TYPE = 1;
    private static final int CODE = 10;

    /// A body of no locals and the instruction `unreachable`, which is valid for every type.
    private static final byte[] EMPTY_BODY = {3, 0, 0x00, 0x0b};

    private final byte[] bare;
    private final byte[] head;

    /// The code section in `bare`, from its number to the end of its content.
    private final int codeStart;

    private final int codeEnd;

    /// Where each body begins, its size included; and where the last one ends.
    private final int[] bodies;

    private CodeLayout(byte[] bare, byte[] head, int codeStart, int codeEnd, int[] bodies) {
        this.bare = bare;
        this.head = head;
        this.codeStart = codeStart;
        this.codeEnd = codeEnd;
        this.bodies = bodies;
    }

    /// Finds the functions.
    ///
    /// @param module a module in which [ModuleScan] found no fault
    /// @return where they are
    public static CodeLayout of(byte[] module) {
        try {
            byte[] bare = withoutCustomSections(module);
            ByteCursor cursor = new ByteCursor(bare, HEADER_BYTES, bare.length);
            byte[] head = header(bare);
            while (cursor.remaining() > 0) {
                int start = cursor.position();
                int id = cursor.readByte();
                ByteCursor section = cursor.take(cursor.readCount("bytes"));
                if (id == TYPE) {
                    head = concat(head, bare, start, cursor.position());
                } else if (id == CODE) {
                    return new CodeLayout(bare, head, start, cursor.position(), bodies(section));
                }
            }
            return new CodeLayout(bare, head, bare.length, bare.length, new int[] {bare.length});
        } catch (BinaryFault fault) {
            throw new IllegalArgumentException("a module that was not scanned", fault);
        }
    }

    private static byte[] withoutCustomSections(byte[] module) throws BinaryFault {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(module.length);
        kept.write(module, 0, HEADER_BYTES);
        ByteCursor cursor = new ByteCursor(module, HEADER_BYTES, module.length);
        while (cursor.remaining() > 0) {
            int start = cursor.position();
            int id = cursor.readByte();
            cursor.skip(cursor.readCount("bytes"));
            if (id != CUSTOM) {
                kept.write(module, start, cursor.position() - start);
            }
        }
        return kept.toByteArray();
    }

    private static byte[] header(byte[] module) {
        byte[] header = new byte[HEADER_BYTES];
        System.arraycopy(module, 0, header, 0, HEADER_BYTES);
        return header;
    }

    private static byte[] concat(byte[] first, byte[] second, int start, int end) {
        byte[] both = new byte[first.length + end - start];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, start, both, first.length, end - start);
        return both;
    }

    private static int[] bodies(ByteCursor section) throws BinaryFault {
        int count = section.readCount("functions");
        int[] starts = new int[count + 1];
        for (int i = 0; i < count; i++) {
            starts[i] = section.position();
            section.skip(section.readCount("bytes"));
        }
        starts[count] = section.position();
        return starts;
    }

    /// How many functions the module defines.
    ///
    /// @return their number
    public int functions() {
        return bodies.length - 1;
    }

    /// The size of some functions' code.
    ///
    /// @param from the first function
    /// @param to the one behind the last
    /// @return in bytes
    public int codeBytes(int from, int to) {
        return bodies[to] - bodies[from];
    }

    /// The size of all that is kept.
    ///
    /// @return in bytes
    public int sizeBytes() {
        return bare.length;
    }

    /// A module of some functions' bodies and the types, which nothing but a decoder that does not
    /// validate takes for one.
    ///
    /// @param from the first function
    /// @param to the one behind the last
    /// @return its bytes
    public byte[] bodiesOnly(int from, int to) {
        byte[] count = leb(to - from);
        ByteArrayOutputStream module = new ByteArrayOutputStream();
        module.writeBytes(head);
        module.write(CODE);
        module.writeBytes(leb(count.length + codeBytes(from, to)));
        module.writeBytes(count);
        module.write(bare, bodies[from], codeBytes(from, to));
        return module.toByteArray();
    }

    /// The module with the bodies of some functions only; each of the others traps at once.
    ///
    /// @param isKept tells whether a function keeps its body
    /// @return its bytes, a valid module
    public byte[] withBodies(IntPredicate isKept) {
        if (functions() == 0) {
            return bare.clone();
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(leb(functions()));
        for (int i = 0; i < functions(); i++) {
            if (isKept.test(i)) {
                content.write(bare, bodies[i], bodies[i + 1] - bodies[i]);
            } else {
                content.writeBytes(EMPTY_BODY);
            }
        }
        ByteArrayOutputStream module = new ByteArrayOutputStream();
        module.write(bare, 0, codeStart);
        module.write(CODE);
        module.writeBytes(leb(content.size()));
        module.writeBytes(content.toByteArray());
        module.write(bare, codeEnd, bare.length - codeEnd);
        return module.toByteArray();
    }

    private static byte[] leb(int value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(5);
        int rest = value;
        while (rest >>> 7 != 0) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        return bytes.toByteArray();
    }
}
