internal import CPython

/// The slots of Dask's `Task`: a task is made by copying another one's, without running Python code.
///
/// Whatever else a version of Dask keeps in a task goes along.
struct TaskSlots {
  private let task: Object
  private let copied: [Object]
  private let forgotten: [Object]
  private let function, arguments, isCoroutine: Object

  init(_ dask: DaskTypes, _ pool: Pool) throws(Raised) {
    task = dask.task
    function = dask.function
    arguments = dask.arguments
    isCoroutine = pool.keep(try Owned(interned: "_is_coro"))
    let slots = try task.attribute("get_all_slots")
    let names = try slots.object.call()
    let elements = pool.keep(try names.object.elements())
    var (copied, forgotten): ([Object], [Object]) = ([], [])
    for index in 0..<elements.tupleCount {
      let name = try elements.tupleElement(index)
      switch try name.text {
      case "func", "args", "_is_coro": break
      case "_token", "_repr": forgotten.append(name)  // of the old function and arguments
      default: copied.append(name)
      }
    }
    self.copied = copied
    self.forgotten = forgotten
  }

  /// A task like another one, with the same key and dependencies, that calls something else.
  func copy(
    of node: Object, function: Object, arguments: Object, isCoroutine: Bool
  ) throws(Raised) -> Owned {
    let new = try unsafe Owned(martlet_allocate(task.pointer))
    for name in copied {
      let value = try node.attribute(name)
      try new.object.setAttribute(name, value.object)
    }
    for name in forgotten { try new.object.setAttribute(name, .none) }
    try new.object.setAttribute(self.function, function)
    try new.object.setAttribute(self.arguments, arguments)
    try new.object.setAttribute(self.isCoroutine, isCoroutine ? .yes : .no)
    return new
  }
}
