package io.jwasm.it.modules;

/// Makes modules of some hundred functions, none of which two modules have in common.
final class ManyFunctions {
    private static final int STEPS = 8;

    /// How often each function is called by `_start`, which is interpreted, and by `hot`.
    private static final int FEW = 5;

    private static final int MANY = 12_000;

    private ManyFunctions() {}

    /// A module with the functions `_start` and `hot`, which call all others in turn.
    ///
    /// @param seed tells it from others
    /// @param functions how many there are
    static byte[] module(int seed, int functions) {
        ByteWriter types = new ByteWriter().number(2).bytes(0x60, 1, 0x7f, 1, 0x7f, 0x60, 0, 0);
        ByteWriter declared = new ByteWriter().number(functions + 2L);
        ByteWriter code = new ByteWriter().number(functions + 2L);
        for (int i = 0; i < functions; i++) {
            declared.number(0);
            code.sized(mixer(seed * functions + i));
        }
        declared.number(1).number(1);
        code.sized(caller(functions, FEW)).sized(caller(functions, MANY));
        ByteWriter exports =
                new ByteWriter()
                        .number(2)
                        .name("_start")
                        .bytes(0)
                        .number(functions)
                        .name("hot")
                        .bytes(0)
                        .number(functions + 1L);
        return new ByteWriter()
                .bytes(0, 'a', 's', 'm', 1, 0, 0, 0)
                .section(ModuleBytes.TYPE, types)
                .section(ModuleBytes.FUNCTION, declared)
                .section(ModuleBytes.EXPORT, exports)
                .section(ModuleBytes.CODE, code)
                .toBytes();
    }

    /// Multiplies, adds and mixes with numbers of its own.
    private static ByteWriter mixer(int seed) {
        ByteWriter code = new ByteWriter().number(0).bytes(0x20, 0); // local.get 0
        for (int step = 0; step < STEPS; step++) {
            code.constant(seed * STEPS + step | 1).bytes(0x6c); // i32.mul
            code.constant(seed ^ step).bytes(0x73); // i32.xor
            code.constant(step + 1).bytes(0x77); // i32.rotl
        }
        return code.bytes(0x0b);
    }

    /// (local $left i32) (local $value i32); calls each function in a loop.
    private static ByteWriter caller(int functions, int rounds) {
        ByteWriter code = new ByteWriter().number(1).bytes(2, 0x7f);
        code.constant(rounds).bytes(0x21, 0); // local.set $left
        code.bytes(0x03, 0x40); // loop
        for (int i = 0; i < functions; i++) {
            code.bytes(0x20, 1, 0x10).number(i).bytes(0x21, 1);
        }
        code.bytes(0x20, 0).constant(1).bytes(0x6b, 0x22, 0); // $left - 1, local.tee $left
        return code.bytes(0x0d, 0, 0x0b, 0x0b); // br_if, end, end
    }
}
