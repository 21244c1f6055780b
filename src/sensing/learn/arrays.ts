/** A place that is there. Loops that are gone through a billion times read for themselves: engines are fastest where one place sees one kind of array. */
export function at(list: Float64Array | Float32Array | Int32Array, place: number): number {
  return list[place] as number;
}
