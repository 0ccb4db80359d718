/// A task as the graph stores it: its description, and where its parts lie in the shared arrays.
struct TaskEntry: Sendable {
  var templateOffset = 0
  var templateCount: Int32 = 0
  var inputOffset: Int32 = 0
  var inputCount: Int32 = 0
  var uncountedCount: Int32 = 0
  var argumentOffset: Int32 = 0
  var argumentCount: Int32 = 0
  var function: Int32 = -1
  var checks: Int32 = -1
  var container: Int32 = -1
  var place = TaskPlace.none
  var flags: TaskFlags = []
  var kind = TaskKind.undescribed

  /// The inputs that fill the template's holes.
  var inputs: Range<Int> { Self.range(inputOffset, inputCount) }
  /// These, and after them what the task needs only to run.
  var needs: Range<Int> { Self.range(inputOffset, inputCount + uncountedCount) }
  var arguments: Range<Int> { Self.range(argumentOffset, argumentCount) }
  var template: Range<Int> { templateOffset..<templateOffset + Int(templateCount) }

  /// The task whose value this one returns unchanged, if it is only a name for it.
  var isName: Bool { kind == .alias || kind == .fused }

  // The builder admitted offset + count, so neither sum overflows.
  private static func range(_ offset: Int32, _ count: Int32) -> Range<Int> {
    Int(offset)..<Int(offset) + Int(count)
  }
}
