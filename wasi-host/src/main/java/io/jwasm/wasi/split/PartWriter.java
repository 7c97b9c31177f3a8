package io.jwasm.wasi.split;

import io.jwasm.wasi.split.format.Opcode;
import io.jwasm.wasi.split.format.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes a part as a function: its nodes in a block, at whose end are its results, last of them
/// the returned value, if it may return one, and the code of where to go on. Confined to one
/// thread.
final class PartWriter {

    private static final int NONE = -1;

    private final byte[] module;
    private final LocalTypes types;
    private final Part part;

    /// How many blocks the sequence is in, which is the function's own label.
    private final int functionLabel;

    private final Map<Integer, Integer> locals = new HashMap<>();
    private final List<Integer> added = new ArrayList<>();
    private final int code;
    private final int returned;
    private final int turn;
    private int index = NONE;
    private final Output out = new Output();

    PartWriter(byte[] module, LocalTypes types, Part part, int functionLabel) {
        this.module = module;
        this.types = types;
        this.part = part;
        this.functionLabel = functionLabel;
        for (int local : part.parameters()) {
            locals.put(local, locals.size());
        }
        code = part.hasCode() ? add(Opcode.I32) : NONE;
        returned = part.returns() && types.result() != 0 ? add(types.result()) : NONE;
        turn = part.turns() > 1 ? add(Opcode.I32) : NONE;
    }

    /// The type of the function that a part becomes.
    static FunctionType type(Part part, LocalTypes types) throws UnsplittableException {
        List<Integer> results = new ArrayList<>(types.of(part.results()));
        if (part.returns() && types.result() != 0) {
            results.add(types.result());
        }
        if (part.hasCode()) {
            results.add(Opcode.I32);
        }
        return new FunctionType(types.of(part.parameters()), results);
    }

    private int add(int type) {
        added.add(type);
        return part.parameters().size() + added.size() - 1;
    }

    private int local(int original) throws UnsplittableException {
        Integer mapped = locals.get(original);
        if (mapped == null) {
            mapped = add(types.of(original));
            locals.put(original, mapped);
        }
        return mapped;
    }

    /// Writes the body, its size not included.
    Output write(Sequence sequence) throws UnsplittableException {
        if (turn == NONE) {
            nodes(sequence);
        } else {
            turns(sequence);
        }
        for (int result : part.results()) {
            out.instruction(Opcode.LOCAL_GET, local(result));
        }
        if (returned != NONE) {
            out.instruction(Opcode.LOCAL_GET, returned);
        }
        if (code != NONE) {
            out.instruction(Opcode.LOCAL_GET, code);
        }
        out.raw(Opcode.END);
        Output body = new Output().u32(added.size());
        added.forEach(type -> body.u32(1).raw(type));
        return body.append(out);
    }

    private void nodes(Sequence sequence) throws UnsplittableException {
        out.raw(Opcode.BLOCK, Opcode.EMPTY_TYPE);
        for (Node node : sequence.nodes().subList(part.from(), part.to())) {
            node(node, 0);
        }
        out.raw(Opcode.END);
    }

    /// Writes a loop of the nodes, which is left when they go on elsewhere than at its start, and
    /// after so many turns.
    private void turns(Sequence sequence) throws UnsplittableException {
        out.raw(Opcode.LOOP, Opcode.EMPTY_TYPE);
        if (code != NONE) {
            out.constant(0).instruction(Opcode.LOCAL_SET, code);
        }
        nodes(sequence);
        if (code == NONE) {
            again(0);
        } else {
            out.instruction(Opcode.LOCAL_GET, code);
            out.constant(part.code(Part.AGAIN)).raw(Opcode.I32_EQ);
            out.raw(Opcode.IF, Opcode.EMPTY_TYPE);
            again(1);
            out.raw(Opcode.END);
        }
        out.raw(Opcode.END);
    }

    private void again(int label) {
        out.instruction(Opcode.LOCAL_GET, turn);
        out.constant(1).raw(Opcode.I32_ADD).instruction(Opcode.LOCAL_TEE, turn);
        out.constant(part.turns()).raw(Opcode.I32_LT_U).instruction(Opcode.BR_IF, label);
    }

    private void node(Node node, int depth) throws UnsplittableException {
        switch (node) {
            case Node.Plain plain -> {
                if (plain.local() >= 0) {
                    out.instruction(plain.opcode(), local(plain.local()));
                } else {
                    out.copy(module, plain.start(), plain.end());
                }
            }
            case Node.Block block -> block(block, depth);
            case Node.Branch branch -> branch(branch, depth);
        }
    }

    private void block(Node.Block block, int depth) throws UnsplittableException {
        out.copy(module, block.start(), block.bodyStart());
        boolean isElse = false;
        for (Sequence body : block.bodies()) {
            if (isElse) {
                out.raw(Opcode.ELSE);
            }
            for (Node node : body.nodes()) {
                node(node, depth + 1);
            }
            isElse = true;
        }
        out.raw(Opcode.END);
    }

    private void branch(Node.Branch branch, int depth) throws UnsplittableException {
        boolean leaves = branch.labels().stream().anyMatch(label -> label >= depth);
        switch (branch.opcode()) {
            case Opcode.RETURN -> leave(functionLabel, depth);
            case Opcode.BR_TABLE -> {
                if (leaves) {
                    table(branch.labels(), depth);
                } else {
                    out.copy(module, branch.start(), branch.end());
                }
            }
            default -> {
                int label = branch.labels().getFirst();
                if (!leaves) {
                    out.instruction(branch.opcode(), label);
                } else if (branch.opcode() == Opcode.BR) {
                    leave(label - depth, depth);
                } else {
                    out.raw(Opcode.IF, Opcode.EMPTY_TYPE);
                    leave(label - depth, depth + 1);
                    out.raw(Opcode.END);
                }
            }
        }
    }

    /// Notes where to go on, and goes to the end.
    ///
    /// @param exit the label, counted from the part's sequence
    /// @param depth how many blocks there are around, within the part
    private void leave(int exit, int depth) {
        boolean isReturn = exit == functionLabel;
        if (isReturn && returned != NONE) {
            out.instruction(Opcode.LOCAL_SET, returned);
        }
        if (code != NONE) {
            out.constant(isReturn ? part.returnCode() : part.code(exit));
            out.instruction(Opcode.LOCAL_SET, code);
        }
        out.instruction(Opcode.BR, depth);
    }

    /// Writes a `br_table` in as many blocks as there are exits, behind each of which it is left.
    private void table(List<Integer> labels, int depth) {
        if (index == NONE) {
            index = add(Opcode.I32);
        }
        List<Integer> exits = labels.stream().filter(label -> label >= depth).distinct().toList();
        out.instruction(Opcode.LOCAL_SET, index);
        exits.forEach(_ -> out.raw(Opcode.BLOCK, Opcode.EMPTY_TYPE));
        out.instruction(Opcode.LOCAL_GET, index);
        out.instruction(Opcode.BR_TABLE, labels.size() - 1);
        for (int label : labels) {
            out.u32(label >= depth ? exits.indexOf(label) : label + exits.size());
        }
        for (int i = 0; i < exits.size(); i++) {
            out.raw(Opcode.END);
            leave(exits.get(i) - depth, depth + exits.size() - 1 - i);
        }
    }
}
