package io.jwasm.wasi.split;

import io.jwasm.wasi.binary.CustomSections;
import io.jwasm.wasi.binary.FunctionNames;
import io.jwasm.wasi.split.format.Input;
import io.jwasm.wasi.split.format.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Splits the large functions of a module: runs of statements become functions, of the locals that
/// they read, which give back the locals that they write and where to go on. What the module does
/// is the same, traps included. Confined to one thread.
public final class LargeFunctions {

    private static final int HEADER_BYTES = 8;
    private static final int CUSTOM = 0;
    private static final int TYPE = 1;
    private static final int IMPORT = 2;
    private static final int FUNCTION = 3;
    private static final int CODE = 10;

    private final byte[] module;
    private final SplitLimits limits;
    private final Work work = new Work();
    private final Signatures signatures = new Signatures();

    /// Bodies and what is written for them; null for what stays as it is.
    private final List<Input> bodies = new ArrayList<>();

    private final Map<Integer, Output> changed = new TreeMap<>();
    private final List<Output> parts = new ArrayList<>();

    /// The function that each part was in.
    private final List<Integer> parents = new ArrayList<>();

    private LargeFunctions(byte[] module, SplitLimits limits) {
        this.module = module;
        this.limits = limits;
    }

    /// Splits what is too large.
    ///
    /// @param module a module in which no fault was found in what frames its functions
    /// @return the module's bytes: the same array when nothing was split
    public static byte[] split(byte[] module) {
        return split(module, SplitLimits.DEFAULT);
    }

    static byte[] split(byte[] module, SplitLimits limits) {
        LargeFunctions functions = new LargeFunctions(module, limits);
        try {
            functions.read();
            return functions.parts.isEmpty() ? module : functions.write();
        } catch (UnsplittableException | IndexOutOfBoundsException _) {
            return module; // If anything is wrong with it, that is the decoder's to say.
        }
    }

    private void read() throws UnsplittableException {
        Input input = new Input(module, HEADER_BYTES, module.length);
        while (input.hasMore()) {
            int id = input.readByte();
            Input section = input.readSized();
            switch (id) {
                case TYPE -> signatures.readTypes(section);
                case IMPORT -> signatures.readImports(section);
                case FUNCTION -> signatures.readFunctions(section);
                case CODE -> readCode(section);
                default -> {} // nothing in there is changed
            }
        }
    }

    private void readCode(Input section) {
        int count = section.readU32();
        for (int i = 0; i < count; i++) {
            Input body = section.readSized();
            bodies.add(body);
        }
        for (int i = 0; i < count; i++) {
            Input body = bodies.get(i);
            if (body.end() - body.position() > limits.whole()) {
                splitFunction(i);
            }
        }
    }

    private void splitFunction(int number) {
        int functionsBefore = signatures.functions();
        try {
            Input body = copy(bodies.get(number));
            FunctionType type = signatures.ofFunction(signatures.imported() + number);
            LocalTypes types = LocalTypes.read(body, type);
            Sequence code = new BodyReader(body, signatures).read();
            int results = type.results().size();
            Liveness.compute(code, results, work);
            Map<Sequence, List<Part>> found = PartFinder.find(code, results, limits, work);
            if (found.isEmpty()) {
                return;
            }
            RestWriter writer = new RestWriter(module, signatures, types, found);
            changed.put(number, writer.write(code));
            parts.addAll(writer.bodies());
            writer.bodies().forEach(_ -> parents.add(signatures.imported() + number));
        } catch (UnsplittableException | IndexOutOfBoundsException _) {
            signatures.removeFunctionsFrom(functionsBefore); // It stays whole.
        }
    }

    private Input copy(Input body) {
        return new Input(module, body.position(), body.end());
    }

    private byte[] write() {
        Output out = new Output().copy(module, 0, HEADER_BYTES);
        Input input = new Input(module, HEADER_BYTES, module.length);
        while (input.hasMore()) {
            int start = input.position();
            int id = input.readByte();
            Input section = input.readSized();
            switch (id) {
                case TYPE -> out.raw(id).sized(signatures.typeSection(module, section));
                case FUNCTION -> out.raw(id).sized(functionSection(section));
                case CODE -> out.raw(id).sized(codeSection());
                default -> out.copy(module, start, section.end());
            }
        }
        return out.raw(CUSTOM).sized(nameSection()).toByteArray();
    }

    private Output functionSection(Input old) {
        old.readU32();
        Output content = new Output().u32(bodies.size() + parts.size());
        content.copy(module, old.position(), old.end());
        int first = signatures.functions() - parts.size();
        for (int function = first; function < signatures.functions(); function++) {
            content.u32(signatures.typeOf(function));
        }
        return content;
    }

    private Output codeSection() {
        Output content = new Output().u32(bodies.size() + parts.size());
        for (int i = 0; i < bodies.size(); i++) {
            Output body = changed.get(i);
            Input old = bodies.get(i);
            content.sized(
                    body != null ? body : new Output().copy(module, old.position(), old.end()));
        }
        parts.forEach(content::sized);
        return content;
    }

    /// The functions' names, and for the parts, which are in the stacks of traps, those of the
    /// functions that they come from.
    private Output nameSection() {
        Map<Integer, String> names =
                new TreeMap<>(FunctionNames.read(CustomSections.find(module, "name")));
        int first = signatures.functions() - parts.size();
        for (int i = 0; i < parts.size(); i++) {
            int parent = parents.get(i);
            names.put(first + i, names.getOrDefault(parent, "func[" + parent + "]"));
        }
        Output map = new Output().u32(names.size());
        names.forEach((function, name) -> map.u32(function).sized(text(name)));
        return new Output().sized(text("name")).raw(1).sized(map);
    }

    private static Output text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Output().copy(bytes, 0, bytes.length);
    }
}
