/// What a search knows of one task.
struct SearchState: OptionSet, Sendable {
  let rawValue: UInt16
  /// An output or an input of something computed.
  static let needed = SearchState(rawValue: 1)
  /// The store was asked for it.
  static let asked = SearchState(rawValue: 2)
  /// The store has its result.
  static let hit = SearchState(rawValue: 4)
  /// The store has a record of it, without its result.
  static let hasRecord = SearchState(rawValue: 8)
  /// A step that is computed if needed, whatever the store has.
  static let forced = SearchState(rawValue: 16)
  /// Refreshed, or behind something refreshed.
  static let outdated = SearchState(rawValue: 32)
  /// Looked past while asking ahead: not a step that could be asked for.
  static let passed = SearchState(rawValue: 64)
  /// The store has a content record of its shape.
  static let mayCutOff = SearchState(rawValue: 128)
  /// A step whose value, or bookkeeping made of it, is an output.
  static let isOutput = SearchState(rawValue: 256)

  var isLoaded: Bool { contains(.hit) && !contains(.forced) }
}

/// Tasks waiting in order.
struct TaskQueue: Sendable {
  private var tasks: [Int32] = []
  private var head = 0

  var isEmpty: Bool { head == tasks.count }

  mutating func append(_ task: Int32) { tasks.append(task) }

  mutating func append(_ rest: consuming TaskQueue) {
    tasks.append(contentsOf: rest.tasks[rest.head...])
  }

  /// The next task, which stays.
  var first: Int32? { isEmpty ? nil : tasks[head] }

  mutating func removeFirst() {
    head += 1
    guard head == tasks.count else { return }
    tasks.removeAll(keepingCapacity: true)
    head = 0
  }
}
