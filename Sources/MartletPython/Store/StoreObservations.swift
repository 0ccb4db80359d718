internal import CPython
internal import MartletBytes
internal import MartletStore

/// A store's rows of what was seen of steps.
let storeObservations: [Method] = [
  Method("observe", "observe(group, step, row, /)\n--\n\nAdds a row, unless it is there.") {
    unsafe StoreObject.answer("observe", 3...3, $0, $1, $2, $3) { store, arguments in
      let (group, step) = (try Digest(arguments[0]), try Digest(arguments[1]))
      let view = try BufferView(arguments[2])
      let row = unsafe view.bytes
      try Lock.released { () throws(StoreError) in
        try unsafe store.observe(group, step: step, row)
      }
      return Owned(Object.none)
    }
  },
  Method(
    "observations",
    "observations(group, /)\n--\n\nThe names of a group's rows, each beginning with a step key."
  ) {
    unsafe StoreObject.answer("observations", 1...1, $0, $1, $2, $3) { store, arguments in
      let group = try Digest(arguments[0])
      let rows = try Lock.released { () throws(StoreError) in
        try store.observations(of: group)
      }
      let list = try Owned.list()
      for name in rows { try list.object.append(Owned(text: name)) }
      return list
    }
  },
  Method(
    "observed", "observed(group, names, /)\n--\n\nRows by their names; None for what can't be read."
  ) {
    unsafe StoreObject.answer("observed", 2...2, $0, $1, $2, $3) { store, arguments in
      let group = try Digest(arguments[0])
      let given = try arguments[1].elements()
      var names: [String] = []
      for index in 0..<given.object.tupleCount {
        names.append(try given.object.tupleElement(index).text)
      }
      let rows = Lock.released { [names] in store.observations(names, of: group) }
      let list = try Owned.list()
      for row in rows {
        guard let row else {
          try list.object.append(Owned(Object.none))
          continue
        }
        try list.object.append(Owned(bytes: unsafe row.span.bytes))
      }
      return list
    }
  },
]
