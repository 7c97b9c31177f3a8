package io.jwasm.wasi.split;

import io.jwasm.wasi.split.format.Input;
import io.jwasm.wasi.split.format.Opcode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses the bodies of loops as parts: of the outermost loops that call no function of the
/// module. Those that call one change over where they do, and a part in them would make recursions
/// deeper. Confined to one thread.
final class LoopFinder {

    /// Long enough for the call to cost little beside them, short enough to be interpreted in a
    /// moment.
    private static final int TURNS = 256;

    private final byte[] source;
    private final int imported;
    private final Labels labels;
    private final PartBounds bounds;
    private final Work work;
    private final Map<Sequence, List<Part>> found = new HashMap<>();

    private LoopFinder(byte[] source, int imported, int results, Work work) {
        this.source = source;
        this.imported = imported;
        this.work = work;
        labels = new Labels(results);
        bounds = new PartBounds(labels, results, work);
    }

    /// Finds loops.
    ///
    /// @param body a function's body, of which it is known what is live
    /// @param source the bytes that its nodes are ranges of
    /// @param imported how many functions the module imports
    /// @param results how many results the function has
    /// @return the part that each loop's body is
    static Map<Sequence, List<Part>> find(
            Sequence body, byte[] source, int imported, int results, Work work)
            throws UnsplittableException {
        LoopFinder finder = new LoopFinder(source, imported, results, work);
        finder.visit(body);
        return finder.found;
    }

    private void visit(Sequence sequence) throws UnsplittableException {
        for (Node node : sequence.nodes()) {
            if (node instanceof Node.Block block) {
                labels.enter(block);
                if (!isChosen(block)) {
                    for (Sequence body : block.bodies()) {
                        visit(body);
                    }
                }
                labels.leave();
            }
        }
    }

    private boolean isChosen(Node.Block block) throws UnsplittableException {
        if (block.opcode() != Opcode.LOOP || block.type().parameters() > 0 || calls(block)) {
            return false;
        }
        Sequence body = block.bodies().getFirst();
        int end = end(body);
        if (end == 0 || !(body.isStatement(end) || body.isDead(end))) {
            return false;
        }
        Optional<Part> part = bounds.part(body, 0, end).filter(PartFinder::isCallable);
        part.filter(loop -> loop.exits().contains(Part.AGAIN))
                .map(loop -> loop.withTurns(hasLoop(body) ? 1 : TURNS))
                .ifPresent(loop -> found.put(body, List.of(loop)));
        return found.containsKey(body);
    }

    /// Where a sequence ends, or goes on with what is never reached.
    private static int end(Sequence sequence) {
        int end = 0;
        while (end < sequence.size() && !sequence.isDead(end)) {
            end++;
        }
        return end;
    }

    private boolean calls(Node.Block block) throws UnsplittableException {
        for (Sequence body : block.bodies()) {
            work.add(body.size());
            for (Node node : body.nodes()) {
                boolean calls =
                        switch (node) {
                            case Node.Plain plain -> isCall(plain);
                            case Node.Branch _ -> false;
                            case Node.Block inner -> calls(inner);
                        };
                if (calls) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isCall(Node.Plain plain) {
        return switch (plain.opcode()) {
            case Opcode.CALL_INDIRECT -> true;
            case Opcode.CALL ->
                    new Input(source, plain.start() + 1, plain.end()).readU32() >= imported;
            default -> false;
        };
    }

    private static boolean hasLoop(Sequence sequence) {
        return sequence.nodes().stream()
                .filter(Node.Block.class::isInstance)
                .map(Node.Block.class::cast)
                .anyMatch(block ->
                        block.opcode() == Opcode.LOOP
                                || block.bodies().stream().anyMatch(LoopFinder::hasLoop));
    }
}
