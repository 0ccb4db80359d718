/// Rows with named columns: the one way in which commands write data.
struct Listing {
  let columns: [String]
  var rows: [[Cell]] = []

  /// The rows as text: a table with a head, or a JSON array of objects.
  func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: table
    case .json: json
    }
  }

  private var json: String {
    let objects = rows.map { row in
      "{" + zip(columns, row).map { "\(JSONText.quoted($0)): \($1.json)" }.joined(separator: ", ")
        + "}"
    }
    return objects.isEmpty ? "[]" : "[\n  " + objects.joined(separator: ",\n  ") + "\n]"
  }

  private var table: String {
    let cells = [columns.map(Cell.text)] + rows
    let widths = columns.indices.map { column in cells.map { $0[column].text.count }.max() ?? 0 }
    let numbers = columns.indices.map { column in rows.contains { $0[column].isNumber } }
    return cells.map { row in
      let line = columns.indices.map { column in
        let text = row[column].text
        let space = String(repeating: " ", count: widths[column] - text.count)
        return numbers[column] ? space + text : text + space
      }
      return String(line.joined(separator: "  ").trimmingEnd())
    }.joined(separator: "\n")
  }
}

/// One thing's properties: a column of names and one of values, or a JSON object whose names have `_` for
/// spaces.
struct Properties {
  let rows: [(name: String, value: Cell)]

  /// The rows as text.
  func text(_ format: OutputFormat) -> String {
    switch format {
    case .table:
      let width = rows.map(\.name.count).max() ?? 0
      return rows.map { row in
        row.name + String(repeating: " ", count: width - row.name.count + 2) + row.value.text
      }.joined(separator: "\n")
    case .json:
      let fields = rows.map { row in
        let name = String(row.name.map { $0 == " " ? "_" : $0 })
        return "  \(JSONText.quoted(name)): \(row.value.json)"
      }
      return "{\n" + fields.joined(separator: ",\n") + "\n}"
    }
  }
}

extension String {
  fileprivate func trimmingEnd() -> Substring {
    guard let last = lastIndex(where: { $0 != " " }) else { return "" }
    return self[...last]
  }
}
