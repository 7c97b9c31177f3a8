export interface Named {
    readonly name: string;
}

export type Shape = { kind: "circle"; radius: number } | { kind: "square"; side: number };

export const area = (shape: Shape): number =>
    shape.kind === "circle" ? Math.PI * shape.radius ** 2 : shape.side * shape.side;

export const neverUsed = "dropped when bundling";
