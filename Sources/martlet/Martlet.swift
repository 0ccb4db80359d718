import ArgumentParser
import MartletCommands

/// The command `martlet`.
@main
enum Martlet {
  static func main() {
    MartletCommand.main()
  }
}
