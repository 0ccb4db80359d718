import MartletBytes

/// How large the inputs of bookkeeping tasks become when they are written out.
///
/// Bookkeeping that shares its inputs, a ladder of diamonds, would be written out exponentially:
/// sizes are added up first, and stop at the limit.
struct DerivedSizes: Sendable {
  struct Size: Sendable {
    /// The inputs written for this one, itself included.
    var count: Int32 = 1
    var depth: UInt8 = 0
    /// The task that this one is another name of, in the end; else itself.
    var target: Int32
  }

  // Empty if there is no bookkeeping: then an input's identity says all.
  private var sizes: [Size] = []

  init(_ graph: StepGraph, _ keys: StepKeys) {
    guard graph.entries.contains(where: { $0.kind == .bookkeeping }) else { return }
    sizes = (0..<Int32(graph.count)).map { Size(target: $0) }
    for task in keys.order.lazy.map(Int.init) {
      let entry = graph.entries[task]
      if entry.flags.contains(.overridden) { continue }
      if entry.isName {
        sizes[task] = sizes[Int(graph.inputs[Int(entry.inputOffset)])]
      } else if entry.kind == .bookkeeping, !entry.flags.isOnlyThisRun {
        sizes[task] = size(of: task, in: graph)
      }
    }
  }

  var isEmpty: Bool { sizes.isEmpty }

  /// The size of an input, or nothing if it is no bookkeeping task.
  func derived(_ task: Int) -> Size? {
    guard !sizes.isEmpty, sizes[task].depth > 0 else { return nil }
    return sizes[task]
  }

  /// What all inputs of a task take together, at most one more than the limits.
  func size(of task: Int, in graph: StepGraph) -> Size {
    var size = Size(target: Int32(task))
    for edge in graph.entries[task].inputs {
      let input = sizes.isEmpty ? Size(target: 0) : sizes[Int(graph.inputs[edge])]
      size.count = min(size.count + input.count, Int32(InputContent.countLimit) + 2)
      size.depth = max(size.depth, input.depth)
    }
    size.depth = min(size.depth + 1, UInt8(InputContent.depthLimit) + 2)
    return size
  }
}
