internal import CPython

/// Dask's task classes and the names of their parts, looked up once a walk.
final class DaskTypes {
  let task, alias, dataNode, taskRef, graphNode: Object
  let list, tuple, set, dictionary: Object
  let executeSubgraph: Object
  /// Hands on a collection's result that is an argument of another one; nothing in a Dask without it.
  let handOn: Object?
  let key, target, value, function, arguments, named, dependencies, dataProducer: Object
  private let pool = Pool()

  init() throws(Raised) {
    let module = try Owned(module: "dask._task_spec")
    task = pool.keep(try module.object.attribute("Task"))
    alias = pool.keep(try module.object.attribute("Alias"))
    dataNode = pool.keep(try module.object.attribute("DataNode"))
    taskRef = pool.keep(try module.object.attribute("TaskRef"))
    graphNode = pool.keep(try module.object.attribute("GraphNode"))
    list = pool.keep(try module.object.attribute("List"))
    tuple = pool.keep(try module.object.attribute("Tuple"))
    set = pool.keep(try module.object.attribute("Set"))
    dictionary = pool.keep(try module.object.attribute("Dict"))
    executeSubgraph = pool.keep(try module.object.attribute("_execute_subgraph"))
    handOn = Raised.cleared { [pool] () throws(Raised) in
      let expressions = try Owned(module: "dask._expr")
      let class_ = try expressions.object.attribute("ProhibitReuse")
      return pool.keep(try class_.object.attribute("_identity"))
    }
    key = pool.keep(try Owned(interned: "key"))
    target = pool.keep(try Owned(interned: "target"))
    value = pool.keep(try Owned(interned: "value"))
    function = pool.keep(try Owned(interned: "func"))
    arguments = pool.keep(try Owned(interned: "args"))
    named = pool.keep(try Owned(interned: "kwargs"))
    dependencies = pool.keep(try Owned(interned: "dependencies"))
    dataProducer = pool.keep(try Owned(interned: "data_producer"))
  }

  /// Whether a value's exact type is a class of Dask's.
  func `is`(_ type: TypeAddress, _ class: Object) -> Bool { type == TypeAddress(`class`) }

  /// The tag of one of Dask's own containers: it counts as the plain one does.
  func containerTag(_ type: TypeAddress) -> UInt8? {
    if `is`(type, list) { return ValueTag.list }
    if `is`(type, tuple) { return ValueTag.tuple }
    if `is`(type, set) { return ValueTag.set }
    if `is`(type, dictionary) { return ValueTag.dictionary }
    return nil
  }
}
