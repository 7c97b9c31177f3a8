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

/// Makes functions of parts of a module's functions, and writes the module with them. What the
/// module does is the same, traps included. Confined to one thread.
final class FunctionSplitter {

    private static final int HEADER_BYTES = 8;
    private static final int CUSTOM = 0;
    private static final int TYPE = 1;
    private static final int IMPORT = 2;
    private static final int FUNCTION = 3;
    private static final int CODE = 10;

    private final byte[] module;
    private final Work work = new Work();
    private final Signatures signatures = new Signatures();

    /// The bodies that the module has.
    private final List<Input> bodies = new ArrayList<>();

    /// Those of the parts, which are counted after them.
    private final List<byte[]> parts = new ArrayList<>();

    private final List<Integer> turns = new ArrayList<>();

    /// What is left of functions that have parts.
    private final Map<Integer, Output> rests = new TreeMap<>();

    /// Chooses the parts of a function.
    @FunctionalInterface
    interface Chooser {

        /// Chooses.
        ///
        /// @param code the function's body
        /// @param source the bytes that its nodes are ranges of
        /// @param results how many results the function has
        /// @param work counts the steps
        /// @return the parts of each sequence that has any, in order
        Map<Sequence, List<Part>> choose(Sequence code, byte[] source, int results, Work work)
                throws UnsplittableException;
    }

    /// Reads a module.
    ///
    /// @param module a module in which no fault was found in what frames its functions
    FunctionSplitter(byte[] module) throws UnsplittableException {
        this.module = module;
        Input input = new Input(module, HEADER_BYTES, module.length);
        while (input.hasMore()) {
            int id = input.readByte();
            Input section = input.readSized();
            switch (id) {
                case TYPE -> signatures.readTypes(section);
                case IMPORT -> signatures.readImports(section);
                case FUNCTION -> signatures.readFunctions(section);
                case CODE -> readBodies(section);
                default -> {} // nothing in there is changed
            }
        }
    }

    private void readBodies(Input section) {
        int count = section.readU32();
        for (int i = 0; i < count; i++) {
            bodies.add(section.readSized());
        }
    }

    /// How many functions there are, parts included and imported ones not.
    int functions() {
        return bodies.size() + parts.size();
    }

    int imported() {
        return signatures.imported();
    }

    boolean hasParts() {
        return !parts.isEmpty();
    }

    /// The size of a function's body.
    int bytes(int function) {
        return isPart(function)
                ? part(function).length
                : bodies.get(function).end() - bodies.get(function).position();
    }

    /// Whether a function is a part that goes round by itself.
    boolean takesTurns(int function) {
        return isPart(function) && turns.get(function - bodies.size()) > 1;
    }

    /// Splits a function, unless it cannot be or has no parts.
    void split(int function, Chooser chooser) {
        int functionsBefore = signatures.functions();
        try {
            byte[] source = isPart(function) ? part(function) : module;
            Input whole = body(function);
            FunctionType type = signatures.ofFunction(signatures.imported() + function);
            LocalTypes types = LocalTypes.read(whole, type);
            Sequence code = new BodyReader(whole, signatures).read();
            int results = type.results().size();
            Liveness.compute(code, results, work);
            Map<Sequence, List<Part>> chosen = chooser.choose(code, source, results, work);
            if (chosen.isEmpty()) {
                return;
            }
            RestWriter writer = new RestWriter(source, signatures, types, chosen);
            rests.put(function, writer.write(code));
            for (RestWriter.Body body : writer.bodies()) {
                parts.add(body.code().toByteArray());
                turns.add(body.part().turns());
            }
        } catch (UnsplittableException | IndexOutOfBoundsException _) {
            signatures.removeFunctionsFrom(functionsBefore); // It stays whole.
        }
    }

    private boolean isPart(int function) {
        return function >= bodies.size();
    }

    private byte[] part(int function) {
        return parts.get(function - bodies.size());
    }

    private Input body(int function) {
        if (isPart(function)) {
            return new Input(part(function), 0, part(function).length);
        }
        Input body = bodies.get(function);
        return new Input(module, body.position(), body.end());
    }

    /// Writes the module with its parts.
    ///
    /// @param areCalled whether functions call their parts; otherwise they are whole, and nobody
    ///   calls the parts
    byte[] write(boolean areCalled) {
        Output out = new Output().copy(module, 0, HEADER_BYTES);
        Input input = new Input(module, HEADER_BYTES, module.length);
        while (input.hasMore()) {
            int start = input.position();
            int id = input.readByte();
            Input section = input.readSized();
            switch (id) {
                case TYPE -> out.raw(id).sized(signatures.typeSection(module, section));
                case FUNCTION -> out.raw(id).sized(functionSection(section));
                case CODE -> out.raw(id).sized(codeSection(areCalled));
                default -> out.copy(module, start, section.end());
            }
        }
        return out.raw(CUSTOM).sized(nameSection()).toByteArray();
    }

    private Output functionSection(Input old) {
        old.readU32();
        Output content = new Output().u32(functions());
        content.copy(module, old.position(), old.end());
        int first = signatures.functions() - parts.size();
        for (int function = first; function < signatures.functions(); function++) {
            content.u32(signatures.typeOf(function));
        }
        return content;
    }

    private Output codeSection(boolean areCalled) {
        Output content = new Output().u32(functions());
        for (int i = 0; i < functions(); i++) {
            Output rest = areCalled ? rests.get(i) : null;
            content.sized(rest != null ? rest : whole(i));
        }
        return content;
    }

    private Output whole(int function) {
        Input body = body(function);
        byte[] source = isPart(function) ? part(function) : module;
        return new Output().copy(source, body.position(), body.end());
    }

    /// The functions' names, and what tells the parts, which are in the stacks of traps, from them.
    private Output nameSection() {
        Map<Integer, String> names =
                new TreeMap<>(FunctionNames.read(CustomSections.find(module, "name")));
        int first = signatures.functions() - parts.size();
        for (int i = 0; i < parts.size(); i++) {
            names.put(first + i, FunctionNames.PART);
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
