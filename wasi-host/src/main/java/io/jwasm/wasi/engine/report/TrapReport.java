package io.jwasm.wasi.engine.report;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasm.ChicoryException;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.binary.FunctionNames;
import io.jwasm.wasi.engine.machine.GuestInterpreter;
import io.jwasm.wasi.engine.module.FunctionBodies;
import io.jwasm.wasi.engine.module.SharedModule;
import io.jwasm.wasi.host.GuestEnd;
import io.jwasm.wasi.host.GuestFault;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says how a guest ended from what its run threw.
///
/// Kinds are the words of the [specification's
/// tests](https://github.com/WebAssembly/spec/tree/main/test/core), which every engine's messages
/// begin with.
public final class TrapReport {

    /// How many functions of the stack are reported; an exhausted one has thousands.
    private static final int MAX_FRAMES = 64;

    private static final String HOST_FAULT = "host fault";
    private static final Pattern COMPILED_FUNCTION = Pattern.compile("func_(\\d+)");

    private static final List<String> KINDS =
            List.of(
                    FunctionBodies.INVALID,
                    "out of bounds memory access",
                    "out of bounds table access",
                    "out of bounds array access",
                    "integer divide by zero",
                    "integer overflow",
                    "invalid conversion to integer",
                    "indirect call type mismatch",
                    "undefined element",
                    "uninitialized element",
                    "call stack exhausted",
                    "unaligned atomic",
                    "expected shared memory",
                    "cast failure",
                    "null function reference",
                    "null structure reference",
                    "null array reference",
                    "null i31 reference",
                    "null reference");

    private final SharedModule module;
    private final List<Integer> interpreted;

    /// Creates a report.
    ///
    /// @param module what the guest runs
    /// @param interpreted the functions that unwound in the interpreter, innermost first
    public TrapReport(SharedModule module, List<Integer> interpreted) {
        this.module = module;
        this.interpreted = interpreted;
    }

    /// Says how the guest ended.
    ///
    /// @param failure what its run threw
    /// @return the end
    public GuestExit of(Throwable failure) {
        return switch (failure) {
            case GuestEnd.Exit exit -> new GuestExit.Exited(exit.code() & 0xff);
            case GuestEnd.Stop _ -> new GuestExit.Stopped();
            case ChicoryInterruptedException _ -> new GuestExit.Stopped();
            case OutOfMemoryError error ->
                    new GuestExit.OutOfMemory(
                            "the daemon's heap is exhausted: " + error.getMessage());
            case StackOverflowError error -> trap("call stack exhausted", "", error);
            case WasmException exception ->
                    trap("uncaught exception", "tag " + exception.tagIdx(), exception);
            case GuestFault fault ->
                    trap("out of bounds memory access", "in a host function", fault);
            case ChicoryException exception -> trap(exception);
            default -> trap(HOST_FAULT, failure.toString(), failure);
        };
    }

    private GuestExit trap(ChicoryException failure) {
        if (failure.getCause() instanceof StackOverflowError error) {
            return trap("call stack exhausted", "", error);
        }
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        if (message.contains("unreachable")) {
            return trap("unreachable", "", failure);
        }
        Optional<String> kind = KINDS.stream().filter(message::contains).findFirst();
        if (kind.isEmpty()) {
            return trap(HOST_FAULT, failure.toString(), failure);
        }
        int end = message.indexOf(kind.get()) + kind.get().length();
        return trap(kind.get(), message.substring(end).replaceFirst("^[: ]+", ""), failure);
    }

    private GuestExit trap(String kind, String detail, Throwable failure) {
        List<String> stack = stack(failure);
        String where = stack.isEmpty() ? "" : " in " + stack.getFirst();
        String message = kind + (detail.isEmpty() ? "" : ": " + detail) + where;
        return new GuestExit.Trapped(
                kind, message, stack, kind.equals(HOST_FAULT) ? failure : null);
    }

    /// The guest's functions, innermost first: compiled ones are Java methods of their own, for
    /// interpreted ones there is one call of the interpreter each.
    private List<String> stack(Throwable failure) {
        List<String> stack = new ArrayList<>();
        IntFunction<String> names = module.functionNames();
        Iterator<Integer> unwound = interpreted.iterator();
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (stack.size() == MAX_FRAMES) {
                stack.add("…");
                break;
            }
            Matcher compiled = COMPILED_FUNCTION.matcher(frame.getMethodName());
            String name = null;
            if (compiled.matches()) {
                name = names.apply(Integer.parseInt(compiled.group(1)));
            } else if (isInterpretedCall(frame) && unwound.hasNext()) {
                name = names.apply(unwound.next());
            }
            if (name != null && !name.equals(FunctionNames.PART)) {
                stack.add(name);
            }
        }
        return stack;
    }

    private static boolean isInterpretedCall(StackTraceElement frame) {
        return frame.getClassName().equals(GuestInterpreter.class.getName())
                && frame.getMethodName().equals("call");
    }
}
