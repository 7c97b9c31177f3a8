import { Shape, area, type Named } from "./shapes";

enum Unit {
    Metre = 1,
    Foot,
}

interface Report extends Named {
    total: number;
    unit?: Unit;
}

export async function report<T extends Shape>(name: string, shapes: readonly T[]): Promise<Report> {
    const total = shapes.map((shape) => area(shape)).reduce((sum, one) => sum + one, 0);
    return { name, total, unit: shapes.length > 2 ? Unit.Foot : undefined };
}

console.log(report("ünï", [{ kind: "circle", radius: 2 }, { kind: "square", side: 3 }] as const), unused());

function unused(): bigint {
    return 2n ** 64n;
}
