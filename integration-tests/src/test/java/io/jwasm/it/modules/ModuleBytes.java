package io.jwasm.it.modules;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Changes modules so that they can be measured: [binary
/// format](https://webassembly.github.io/spec/core/binary/index.html).
final class ModuleBytes {
    static final int CUSTOM = 0;
    static final int TYPE = 1;
    static final int IMPORT = 2;
    static final int FUNCTION = 3;
    static final int EXPORT = 7;
    static final int CODE = 10;

    private static final int HEADER_BYTES = 8;
    private static final String WASI = "wasi_snapshot_preview1.";

    private ModuleBytes() {}

    /// The same module with another digest: a custom section holds a number, and some zeros.
    static byte[] variant(byte[] module, int number, int zeros) {
        ByteWriter content = new ByteWriter().name("variant").number(number);
        return new ByteWriter()
                .bytes(module)
                .section(CUSTOM, content.bytes(new byte[zeros]))
                .toBytes();
    }

    /// The same program, but the first that it does is to write what `CLOCK_REALTIME` tells, as
    /// eight bytes, to its standard output: a function of ours comes before its own `_start`.
    ///
    /// @throws IllegalArgumentException when it does not import what that takes
    static byte[] clockFirst(byte[] module) {
        List<Section> sections = sections(module);
        Functions functions = Functions.of(sections);
        ByteWriter out = new ByteWriter().bytes(slice(module, 0, HEADER_BYTES));
        for (Section section : sections) {
            byte[] content = section.content;
            byte[] changed =
                    switch (section.id) {
                        case FUNCTION -> oneMore(content, functions.startType());
                        case EXPORT -> redirected(content, functions.all());
                        case CODE -> oneMore(content, body(functions));
                        default -> content;
                    };
            out.section(section.id, new ByteWriter().bytes(changed));
        }
        return out.toBytes();
    }

    private static final class Section {
        private final int id;
        private final byte[] content;

        Section(int id, byte[] content) {
            this.id = id;
            this.content = content;
        }
    }

    private static List<Section> sections(byte[] module) {
        List<Section> sections = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(module).position(HEADER_BYTES);
        while (in.hasRemaining()) {
            int id = in.get();
            int size = number(in);
            sections.add(new Section(id, slice(module, in.position(), size)));
            in.position(in.position() + size);
        }
        return sections;
    }

    /// What is to be known of a module's functions.
    ///
    /// @param imports the indices of imported functions
    /// @param all how many there are, imported ones counted
    /// @param start the index of `_start`
    /// @param startType its type, as bytes of the function section
    private record Functions(
            Map<String, Integer> imports, int all, int start, ByteWriter startType) {

        static Functions of(List<Section> sections) {
            Map<String, Integer> imports = importsOf(content(sections, IMPORT));
            ByteBuffer types = content(sections, FUNCTION);
            int defined = number(types);
            int start = startOf(content(sections, EXPORT));
            int type = -1;
            for (int i = imports.size(); i <= start; i++) {
                type = number(types);
            }
            return new Functions(
                    imports, imports.size() + defined, start, new ByteWriter().number(type));
        }

        int wasi(String name) {
            Integer index = imports.get(WASI + name);
            if (index == null) {
                throw new IllegalArgumentException("it does not import " + name);
            }
            return index;
        }
    }

    private static ByteBuffer content(List<Section> sections, int id) {
        return ByteBuffer.wrap(
                sections.stream()
                        .filter(section -> section.id == id)
                        .findFirst()
                        .orElseThrow()
                        .content);
    }

    private static Map<String, Integer> importsOf(ByteBuffer in) {
        Map<String, Integer> functions = new HashMap<>();
        for (int left = number(in); left > 0; left--) {
            String name = name(in) + "." + name(in);
            if (in.get() != 0 || functions.put(name, functions.size()) != null) {
                throw new IllegalArgumentException("it imports other things than functions");
            }
            int _ = number(in);
        }
        return functions;
    }

    private static int startOf(ByteBuffer in) {
        for (int left = number(in); left > 0; left--) {
            String name = name(in);
            int kind = in.get();
            int index = number(in);
            if (kind == 0 && name.equals("_start")) {
                return index;
            }
        }
        throw new IllegalArgumentException("it exports no _start");
    }

    /// The vector with one more element.
    private static byte[] oneMore(byte[] vector, ByteWriter element) {
        ByteBuffer in = ByteBuffer.wrap(vector);
        int count = number(in);
        return new ByteWriter()
                .number(count + 1L)
                .bytes(slice(vector, in.position(), in.remaining()))
                .bytes(element.toBytes())
                .toBytes();
    }

    /// The exports with another function as `_start`.
    private static byte[] redirected(byte[] exports, int function) {
        ByteBuffer in = ByteBuffer.wrap(exports);
        int count = number(in);
        ByteWriter out = new ByteWriter().number(count);
        for (int left = count; left > 0; left--) {
            String name = name(in);
            int kind = in.get();
            int index = number(in);
            boolean isStart = kind == 0 && name.equals("_start");
            out.name(name).bytes(kind).number(isStart ? function : index);
        }
        return out.toBytes();
    }

    /// Our function. It uses the first bytes of the memory, where no C program has anything.
    private static ByteWriter body(Functions functions) {
        int drop = 0x1a;
        int call = 0x10;
        ByteWriter code = new ByteWriter().number(0); // no locals
        // clock_time_get(REALTIME, precision 1, 8)
        code.constant(0).bytes(0x42, 1).constant(8);
        code.bytes(call).number(functions.wasi("clock_time_get")).bytes(drop);
        // At 16 the vector of what is written: 8 bytes at 8.
        int[] store = {0x36, 2, 0}; // i32.store, aligned, without offset
        code.constant(16).constant(8).bytes(store);
        code.constant(20).constant(8).bytes(store);
        // fd_write(1, 16, 1, 24)
        code.constant(1).constant(16).constant(1).constant(24);
        code.bytes(call).number(functions.wasi("fd_write")).bytes(drop);
        code.bytes(call).number(functions.start()).bytes(0x0b);
        return new ByteWriter().sized(code);
    }

    private static String name(ByteBuffer in) {
        byte[] bytes = new byte[number(in)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int number(ByteBuffer in) {
        int value = 0;
        int shift = 0;
        while (true) {
            int next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }
}
