internal import CPython

/// The keys that tasks at one level can refer to: a graph's, or those of a fused task's inner graph.
final class WalkScope {
  /// Key to number, of the tasks at this level.
  let numbers: Owned
  /// Numbers of the tasks at this level, in the order of the graph.
  var tasks: [Int] = []

  init() throws(Raised) { numbers = try Owned.dictionary() }

  func enter(_ key: Object, _ number: Int) throws(Raised) {
    let value = try Owned(number)
    try numbers.object.setItem(key, value.object)
  }

  func number(of key: Object) throws(Raised) -> Int? {
    guard let value = try numbers.object.item(key) else { return nil }
    return try value.integer.map { Int($0) }
  }
}

/// A fused task: what it runs inside itself.
struct FusedTask {
  /// The level of the inner graph.
  let scope: WalkScope
  /// The number of the inner task whose value it returns.
  let output: Int
  /// For each of the inner graph's outside keys its number; what stands for it is argument 3 + index.
  let outside: [Int]
}

/// A task as the walk met it.
struct WalkedTask {
  /// Its key and node, kept by the walk's pool.
  var key: Object
  var node: Object
  /// Why it can't be identified; empty if it can.
  var reason = ""
}
