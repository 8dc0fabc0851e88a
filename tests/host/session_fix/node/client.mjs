// A FIX client by an engine that is not the door's: sends what steps.json says, one message at a
// time, compares what is told of it, logs out. Ends with 0 when all of it was as it ought to be.
//
// Usage: client.mjs <port> <FIX.4.4|FIXT.1.1> <client>
import 'reflect-metadata'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { AsciiSession, SessionLauncher } = require('jspurefix')
const [port, begin, client] = process.argv.slice(2)
const is44 = begin === 'FIX.4.4'
const dictionary = require.resolve(`jspurefix/data/${is44 ? 'FIX44' : 'FIX50SP2'}.xml`)

const steps = require('./steps.json')

let expected = []

class Client extends AsciiSession {
  constructor (config) {
    super(config)
    this.logger = config.logFactory.logger('client')
    this.fixLog = config.logFactory.plain('none')
  }

  onReady () { this.next() }
  onLogon () { return true }
  onStopped () {}
  onDecoded () {}
  onEncoded () {}

  onApplicationMsg (type, view) {
    const told = { ...view.toObject(), MsgType: type }
    const wanted = expected.shift() ?? {}
    for (const [name, value] of Object.entries(wanted)) {
      if (told[name] === value) continue
      console.log(`wrong ${name} is ${told[name]}, not ${value}: ${JSON.stringify(told)}`)
      process.exit(1)
    }
    if (expected.length === 0) this.next()
  }

  next () {
    if (steps.length === 0) {
      console.log('all answered')
      return this.done()
    }
    const { send, message, told } = steps.shift()
    expected = told
    this.send(send, send === 'H' ? message : { ...message, TransactTime: new Date() })
  }
}

class Launcher extends SessionLauncher {
  constructor () {
    const version = is44 ? {} : { DefaultApplVerID: '9', Logon: { DefaultApplVerID: '9' } }
    super({
      application: {
        type: 'initiator', name: 'client', protocol: 'ascii', dictionary,
        tcp: { host: '127.0.0.1', port: Number(port) }
      },
      Username: client, Password: 'secret', EncryptMethod: 0, ResetSeqNumFlag: true,
      HeartBtInt: 5, SenderCompId: client, TargetCompID: 'HOTBOOK', BeginString: begin, ...version
    })
  }

  makeFactory () { return { makeSession: (config) => new Client(config) } }
}

new Launcher().run().then(
  () => process.exit(steps.length === 0 ? 0 : 1),
  (error) => { console.log(`failed ${error}`); process.exit(1) })
