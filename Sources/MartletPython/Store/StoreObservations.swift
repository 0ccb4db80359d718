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
    "observation", "observation(group, name, /)\n--\n\nA row; None if it can't be read."
  ) {
    unsafe StoreObject.answer("observation", 2...2, $0, $1, $2, $3) { store, arguments in
      let (group, name) = (try Digest(arguments[0]), try arguments[1].text)
      guard let row = Lock.released({ store.observation(name, of: group) }) else {
        return Owned(Object.none)
      }
      return try Owned(bytes: unsafe row.span.bytes)
    }
  },
]
