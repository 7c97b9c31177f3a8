package io.jwasm.wasi.split;

import io.jwasm.wasi.split.format.Opcode;
import io.jwasm.wasi.split.format.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes what is left of a function whose parts have become functions of their own, which it
/// calls. Confined to one thread.
final class RestWriter {

    private final byte[] module;
    private final Signatures signatures;
    private final LocalTypes types;
    private final Map<Sequence, List<Part>> parts;
    private final List<Body> bodies = new ArrayList<>();

    /// Locals for what a part gives back besides locals.
    private final int code;

    private final int returned;
    private final Output out = new Output();
    private int depth;

    /// A part and the body of the function that it has become.
    record Body(Part part, Output code) {}

    RestWriter(
            byte[] module,
            Signatures signatures,
            LocalTypes types,
            Map<Sequence, List<Part>> parts) {
        this.module = module;
        this.signatures = signatures;
        this.types = types;
        this.parts = parts;
        code = types.size();
        returned = types.size() + 1;
    }

    /// Writes the body, its size not included.
    Output write(Sequence body) throws UnsplittableException {
        sequence(body);
        out.raw(Opcode.END);
        int results = types.result() == 0 ? 1 : 2;
        int declared = types.size() - types.parameters();
        Output whole = new Output().u32(declared + results);
        for (int local = types.parameters(); local < types.size(); local++) {
            whole.u32(1).raw(types.of(local));
        }
        whole.u32(1).raw(Opcode.I32);
        if (types.result() != 0) {
            whole.u32(1).raw(types.result());
        }
        return whole.append(out);
    }

    /// The bodies of the parts, in the order of their functions.
    List<Body> bodies() {
        return bodies;
    }

    private void sequence(Sequence sequence) throws UnsplittableException {
        List<Part> own = parts.getOrDefault(sequence, List.of());
        int at = 0;
        for (Part part : own) {
            nodes(sequence, at, part.from());
            part(sequence, part);
            at = part.to();
        }
        nodes(sequence, at, sequence.size());
    }

    private void nodes(Sequence sequence, int from, int to) throws UnsplittableException {
        for (Node node : sequence.nodes().subList(from, to)) {
            if (node instanceof Node.Block block) {
                block(block);
            } else {
                out.copy(module, node.start(), node.end());
            }
        }
    }

    private void block(Node.Block block) throws UnsplittableException {
        out.copy(module, block.start(), block.bodyStart());
        depth++;
        boolean isElse = false;
        for (Sequence body : block.bodies()) {
            if (isElse) {
                out.raw(Opcode.ELSE);
            }
            sequence(body);
            isElse = true;
        }
        depth--;
        out.raw(Opcode.END);
    }

    private void part(Sequence sequence, Part part) throws UnsplittableException {
        int function = signatures.add(PartWriter.type(part, types));
        bodies.add(new Body(part, new PartWriter(module, types, part, depth).write(sequence)));
        for (int parameter : part.parameters()) {
            out.instruction(Opcode.LOCAL_GET, parameter);
        }
        out.instruction(Opcode.CALL, function);
        if (part.hasCode()) {
            out.instruction(Opcode.LOCAL_SET, code);
        }
        if (part.returns() && types.result() != 0) {
            out.instruction(Opcode.LOCAL_SET, returned);
        }
        for (int result : part.results().reversed()) {
            out.instruction(Opcode.LOCAL_SET, result);
        }
        if (part.hasCode()) {
            goOnByCode(part);
        } else {
            goOn(part);
        }
    }

    /// Goes on after a part that has one way to end, or none.
    private void goOn(Part part) {
        if (part.returns()) {
            giveBack();
        } else if (!part.exits().isEmpty()) {
            out.instruction(Opcode.BR, part.exits().getFirst());
        } else if (!part.isPassable()) {
            out.raw(Opcode.UNREACHABLE);
        }
    }

    private void giveBack() {
        if (types.result() != 0) {
            out.instruction(Opcode.LOCAL_GET, returned);
        }
        out.raw(Opcode.RETURN);
    }

    private void goOnByCode(Part part) {
        if (part.returns()) {
            out.instruction(Opcode.LOCAL_GET, code);
            out.constant(part.returnCode()).raw(Opcode.I32_EQ);
            out.raw(Opcode.IF, Opcode.EMPTY_TYPE);
            giveBack();
            out.raw(Opcode.END);
        }
        List<Integer> exits = part.exits();
        if (exits.isEmpty()) {
            return;
        }
        if (!part.isPassable()) {
            table(exits.getFirst(), exits, 0);
        } else if (exits.size() == 1) {
            out.instruction(Opcode.LOCAL_GET, code);
            out.instruction(Opcode.BR_IF, exits.getFirst());
        } else {
            out.raw(Opcode.BLOCK, Opcode.EMPTY_TYPE);
            table(0, exits, 1);
            out.raw(Opcode.END);
        }
    }

    private void table(int first, List<Integer> exits, int more) {
        out.instruction(Opcode.LOCAL_GET, code);
        out.instruction(Opcode.BR_TABLE, exits.size());
        out.u32(first);
        exits.forEach(exit -> out.u32(exit + more));
    }
}
