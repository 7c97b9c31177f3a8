package io.jwasm.wasi.engine.module;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.wasi.binary.CodeLayout;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The functions of a large module, decoded when they are first called.
///
/// What the decoder makes of a function takes fifty times the bytes that it read, and most programs
/// call a small part of what was linked into them. Functions are decoded and validated in groups of
/// neighbours. Functions are counted from the first that the module defines. Thread-safe.
public final class FunctionBodies {

    /// Small enough to be decoded in some milliseconds.
    private static final int GROUP_CODE_BYTES = 1 << 17;

    /// What a trap begins with that comes from a function which should not be there.
    public static final String INVALID = "invalid function";

    private final CodeLayout layout;

    /// The first function of each group, and the number of all functions.
    private final int[] groups;

    private final AtomicReferenceArray<@Nullable SoftReference<List<FunctionBody>>> decoded;

    /// Everything but the code. One build at a time: it is changed by each.
    @GuardedBy("sections")
    private final SectionCollector sections;

    private final CodeSection emptyBodies;

    FunctionBodies(CodeLayout layout, SectionCollector sections, CodeSection emptyBodies) {
        this.layout = layout;
        this.sections = sections;
        this.emptyBodies = emptyBodies;
        this.groups = groups(layout);
        this.decoded = new AtomicReferenceArray<>(groups.length);
    }

    private static int[] groups(CodeLayout layout) {
        List<Integer> firsts = new ArrayList<>(List.of(0));
        for (int i = 1; i < layout.functions(); i++) {
            if (layout.codeBytes(firsts.getLast(), i + 1) > GROUP_CODE_BYTES) {
                firsts.add(i);
            }
        }
        firsts.add(layout.functions());
        return firsts.stream().mapToInt(Integer::intValue).toArray();
    }

    /// How the functions lie in the module's bytes.
    ///
    /// @return the layout
    public CodeLayout layout() {
        return layout;
    }

    /// Gives a function, decoding it now if need be.
    ///
    /// @param function its number
    /// @return its body
    /// @throws ChicoryException when it is malformed or invalid
    public FunctionBody body(int function) {
        int found = Arrays.binarySearch(groups, function);
        int group = found >= 0 ? found : -found - 2;
        SoftReference<List<FunctionBody>> reference = decoded.get(group);
        List<FunctionBody> bodies = reference == null ? null : reference.get();
        if (bodies == null) {
            bodies = decode(groups[group], groups[group + 1]);
            decoded.set(group, new SoftReference<>(bodies));
        }
        return bodies.get(function - groups[group]);
    }

    private List<FunctionBody> decode(int from, int to) {
        CodeSection code = decodeValid(from, to).codeSection();
        List<FunctionBody> bodies = new ArrayList<>();
        for (int i = from; i < to; i++) {
            bodies.add(code.getFunctionBody(i));
        }
        return List.copyOf(bodies);
    }

    private WasmModule decodeValid(int from, int to) {
        try {
            return withBodies(from, to);
        } catch (RuntimeException failure) {
            // The decoder trips over some malformed bytes instead of naming them.
            throw new ChicoryException(INVALID + ": " + failure.getMessage(), failure);
        }
    }

    /// Makes a module of which only some functions have bodies; the others trap at once.
    ///
    /// @param from the first of those that have
    /// @param to the one behind the last
    /// @return the module, valid
    /// @throws ChicoryException when one of the bodies is malformed or invalid
    public WasmModule withBodies(int from, int to) {
        CodeSection parsed = parse(from, to);
        CodeSection.Builder code = CodeSection.builder();
        code.setRequiresDataCount(parsed.isRequiresDataCount());
        for (int i = 0; i < layout.functions(); i++) {
            code.addFunctionBody(
                    i >= from && i < to
                            ? parsed.getFunctionBody(i - from)
                            : emptyBodies.getFunctionBody(i));
        }
        synchronized (sections) {
            return sections.build(code.build());
        }
    }

    private CodeSection parse(int from, int to) {
        return SectionCollector.read(layout.bodiesOnly(from, to)).code();
    }
}
