package io.jwasm.linux.seccomp;

import io.jwasm.linux.Architecture;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.process.CurrentThread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// Which system calls a thread may make; the others fail with an error number and have no effect.
/// Immutable.
///
/// A refused call does not kill: the thread is the JVM's, and its death would be that of every
/// container.
public final class SeccompFilter {

    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_GET_ACTION_AVAIL = 2;

    /// Without it, kernels before 5.16 slow a filtered thread down against speculative store
    /// bypass.
    private static final int FLAG_SPEC_ALLOW = 4;

    private static final int RET_ERRNO = 0x0005_0000;
    private static final int RET_ALLOW = 0x7fff_0000;
    private static final int AUDIT_ARCH = Architecture.either(0xc000_003e, 0xc000_00b7);

    // Offsets in struct seccomp_data.
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENTS = 16;

    private static final int PROGRAM_HEADER_BYTES =
            16; // struct sock_fprog: length, padding, pointer

    private final byte[] program;
    private final int instructions;

    private SeccompFilter(BpfProgram program) {
        this.program = program.bytes();
        this.instructions = program.instructions();
    }

    /// Tells whether the kernel has filters.
    ///
    /// @return whether [#install] can work
    public static boolean isAvailable() {
        try (NativeBuffer action = NativeBuffer.allocate(4)) {
            action.putInt(0, RET_ERRNO);
            return Native.syscall(
                            SyscallNumber.SECCOMP, SECCOMP_GET_ACTION_AVAIL, 0, action.address())
                    == 0;
        }
    }

    /// Starts a filter that allows nothing yet.
    ///
    /// @return the builder
    public static Builder builder() {
        return new Builder();
    }

    /// Puts the filter upon the calling thread, and all threads and processes that it makes from
    /// now on, for good.
    ///
    /// @throws ErrnoException when seccomp(2) fails, EACCES when the thread has neither given up
    ///   new privileges nor has CAP_SYS_ADMIN
    /// @throws IllegalStateException on a virtual thread
    public void install() throws ErrnoException {
        CurrentThread.requirePlatform("seccomp");
        try (NativeBuffer code = NativeBuffer.allocate(program.length);
                NativeBuffer header = NativeBuffer.allocate(PROGRAM_HEADER_BYTES)) {
            code.put(0, program, 0, program.length);
            header.putShort(0, (short) instructions);
            header.putLong(8, code.address());
            long result = install(FLAG_SPEC_ALLOW, header);
            if (result == -Errno.EINVAL) {
                result = install(0, header); // before Linux 4.17
            }
            ErrnoException.check("seccomp", result, "thread");
        }
    }

    private static long install(int flags, NativeBuffer header) {
        return Native.syscall(
                SyscallNumber.SECCOMP, SECCOMP_SET_MODE_FILTER, flags, header.address());
    }

    /// Collects what is allowed. Not thread-safe.
    public static final class Builder {

        private final TreeSet<Integer> allowed = new TreeSet<>();
        private final List<Rule> rules = new ArrayList<>();

        private record Rule(int number, List<ArgumentTest> tests, int action) {}

        private Builder() {}

        /// Allows calls, whatever their arguments.
        ///
        /// @param numbers their numbers
        /// @return this builder
        public Builder allow(Collection<Integer> numbers) {
            allowed.addAll(numbers);
            return this;
        }

        /// Allows a call when all conditions on its arguments hold.
        ///
        /// @param number its number
        /// @param tests the conditions
        /// @return this builder
        public Builder allowWhen(int number, ArgumentTest... tests) {
            rules.add(new Rule(number, List.of(tests), RET_ALLOW));
            return this;
        }

        /// Makes a call fail with an error number of its own.
        ///
        /// @param number its number
        /// @param errno the error number
        /// @return this builder
        public Builder refuse(int number, int errno) {
            rules.add(new Rule(number, List.of(), RET_ERRNO | errno));
            return this;
        }

        /// Makes the filter.
        ///
        /// @param errno what all other calls fail with
        /// @return the filter
        public SeccompFilter build(int errno) {
            BpfProgram program = new BpfProgram();
            program.load(ARCHITECTURE);
            // Calls of 32-bit programs have other numbers, which mean nothing here.
            program.skipIfEqual(AUDIT_ARCH, 1);
            program.answer(RET_ERRNO | Errno.ENOSYS);
            program.load(NUMBER);
            addRanges(program);
            rules.forEach(rule -> add(program, rule));
            program.answer(RET_ERRNO | errno);
            return new SeccompFilter(program);
        }

        /// Numbers in a row need one pair of tests.
        private void addRanges(BpfProgram program) {
            Integer first = allowed.isEmpty() ? null : allowed.first();
            while (first != null) {
                int last = first;
                while (allowed.contains(last + 1)) {
                    last++;
                }
                program.skipUnlessAtLeast(first, 2);
                program.skipIfGreater(last, 1);
                program.answer(RET_ALLOW);
                first = allowed.higher(last);
            }
        }

        private static void add(BpfProgram program, Rule rule) {
            int testInstructions = 3; // load, and, compare
            int body = rule.tests().size() * testInstructions + 1;
            // What follows a failed test needs the number again.
            program.skipUnlessEqual(rule.number(), body + 1);
            int left = body;
            for (ArgumentTest test : rule.tests()) {
                left -= testInstructions;
                program.load(ARGUMENTS + test.offset());
                program.and(test.mask());
                program.skipUnlessEqual(test.value() & test.mask(), left);
            }
            program.answer(rule.action());
            program.load(NUMBER);
        }
    }
}
