// Original file: proto/mr.proto
// @ts-nocheck

import * as minimal from "protobufjs/minimal.js";

const { Reader, Writer, util } = minimal.default ?? minimal;

const AttemptRef = ((types) => ({
types,
ctor: function AttemptRef(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function AttemptRef$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job"))
  w.uint32(10).string(m.job)
  if(m.stage!=null&&Object.hasOwnProperty.call(m,"stage"))
  w.uint32(18).string(m.stage)
  if(m.index!=null&&Object.hasOwnProperty.call(m,"index"))
  w.uint32(24).uint32(m.index)
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt"))
  w.uint32(32).uint32(m.attempt)
  return w
},
decode: function AttemptRef$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.job=r.string()
  break
  }
  case 2: {
  m.stage=r.string()
  break
  }
  case 3: {
  m.index=r.uint32()
  break
  }
  case 4: {
  m.attempt=r.uint32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function AttemptRef$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.AttemptRef: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.job!=null){
  m.job=String(d.job)
  }
  if(d.stage!=null){
  m.stage=String(d.stage)
  }
  if(d.index!=null){
  m.index=d.index>>>0
  }
  if(d.attempt!=null){
  m.attempt=d.attempt>>>0
  }
  return m
},
toObject: function AttemptRef$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.job=""
  d.stage=""
  d.index=0
  d.attempt=0
  }
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job")){
  d.job=m.job
  }
  if(m.stage!=null&&Object.hasOwnProperty.call(m,"stage")){
  d.stage=m.stage
  }
  if(m.index!=null&&Object.hasOwnProperty.call(m,"index")){
  d.index=m.index
  }
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt")){
  d.attempt=m.attempt
  }
  return d
},
}))([]);

const ErrorRecord = ((types) => ({
types,
ctor: function ErrorRecord(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function ErrorRecord$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.code!=null&&Object.hasOwnProperty.call(m,"code"))
  w.uint32(10).string(m.code)
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message"))
  w.uint32(18).string(m.message)
  if(m.hint!=null&&Object.hasOwnProperty.call(m,"hint"))
  w.uint32(26).string(m.hint)
  if(m.stack!=null&&Object.hasOwnProperty.call(m,"stack"))
  w.uint32(34).string(m.stack)
  return w
},
decode: function ErrorRecord$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.code=r.string()
  break
  }
  case 2: {
  m.message=r.string()
  break
  }
  case 3: {
  m.hint=r.string()
  break
  }
  case 4: {
  m.stack=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function ErrorRecord$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.ErrorRecord: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.code!=null){
  m.code=String(d.code)
  }
  if(d.message!=null){
  m.message=String(d.message)
  }
  if(d.hint!=null){
  m.hint=String(d.hint)
  }
  if(d.stack!=null){
  m.stack=String(d.stack)
  }
  return m
},
toObject: function ErrorRecord$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.code=""
  d.message=""
  }
  if(m.code!=null&&Object.hasOwnProperty.call(m,"code")){
  d.code=m.code
  }
  if(m.message!=null&&Object.hasOwnProperty.call(m,"message")){
  d.message=m.message
  }
  if(m.hint!=null&&Object.hasOwnProperty.call(m,"hint")){
  d.hint=m.hint
  if(o.oneofs)
  d._hint="hint"
  }
  if(m.stack!=null&&Object.hasOwnProperty.call(m,"stack")){
  d.stack=m.stack
  if(o.oneofs)
  d._stack="stack"
  }
  return d
},
}))([]);

const RecordDigest = ((types) => ({
types,
ctor: function RecordDigest(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function RecordDigest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.records!=null&&Object.hasOwnProperty.call(m,"records"))
  w.uint32(8).uint64(m.records)
  if(m.sum!=null&&Object.hasOwnProperty.call(m,"sum"))
  w.uint32(18).string(m.sum)
  return w
},
decode: function RecordDigest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.records=r.uint64()
  break
  }
  case 2: {
  m.sum=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function RecordDigest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.RecordDigest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.records!=null){
  if(util.Long)
  m.records=util.Long.fromValue(d.records,true)
  else if(typeof d.records==="string")
  m.records=parseInt(d.records,10)
  else if(typeof d.records==="number")
  m.records=d.records
  else if(typeof d.records==="object")
  m.records=new util.LongBits(d.records.low>>>0,d.records.high>>>0).toNumber(true)
  }
  if(d.sum!=null){
  m.sum=String(d.sum)
  }
  return m
},
toObject: function RecordDigest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.records=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.records=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.sum=""
  }
  if(m.records!=null&&Object.hasOwnProperty.call(m,"records")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.records=typeof m.records==="number"?BigInt(m.records):util.Long.fromBits(m.records.low>>>0,m.records.high>>>0,true).toBigInt()
  else if(typeof m.records==="number")
  d.records=o.longs===String?String(m.records):m.records
  else
  d.records=o.longs===String?util.Long.prototype.toString.call(m.records):o.longs===Number?new util.LongBits(m.records.low>>>0,m.records.high>>>0).toNumber(true):m.records
  }
  if(m.sum!=null&&Object.hasOwnProperty.call(m,"sum")){
  d.sum=m.sum
  }
  return d
},
}))([]);

const WorkerEnvelope = ((types) => ({
types,
ctor: function WorkerEnvelope(p){
  this.messages=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function WorkerEnvelope$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.messages!=null&&m.messages.length){
  for(var i=0;i<m.messages.length;++i)
  types[0].encode(m.messages[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
decode: function WorkerEnvelope$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.messages&&m.messages.length))
  m.messages=[]
  m.messages.push(types[0].decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function WorkerEnvelope$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.WorkerEnvelope: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.messages){
  if(!Array.isArray(d.messages))
  throw TypeError(".mr.v1.WorkerEnvelope.messages: array expected")
  m.messages=[]
  for(var i=0;i<d.messages.length;++i){
  if(!util.isObject(d.messages[i]))
  throw TypeError(".mr.v1.WorkerEnvelope.messages: object expected")
  m.messages[i]=types[0].fromObject(d.messages[i],n+1)
  }
  }
  return m
},
toObject: function WorkerEnvelope$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.messages=[]
  }
  if(m.messages&&m.messages.length){
  d.messages=[]
  for(var j=0;j<m.messages.length;++j){
  d.messages[j]=types[0].toObject(m.messages[j],o,q+1)
  }
  }
  return d
},
}))([]);

const WorkerMessage = ((types) => ({
types,
ctor: function WorkerMessage(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function WorkerMessage$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.hello!=null&&Object.hasOwnProperty.call(m,"hello"))
  types[0].encode(m.hello,w.uint32(10).fork(),q+1).ldelim()
  if(m.heartbeat!=null&&Object.hasOwnProperty.call(m,"heartbeat"))
  types[1].encode(m.heartbeat,w.uint32(18).fork(),q+1).ldelim()
  if(m.succeeded!=null&&Object.hasOwnProperty.call(m,"succeeded"))
  types[2].encode(m.succeeded,w.uint32(26).fork(),q+1).ldelim()
  if(m.ended!=null&&Object.hasOwnProperty.call(m,"ended"))
  types[3].encode(m.ended,w.uint32(34).fork(),q+1).ldelim()
  if(m.log!=null&&Object.hasOwnProperty.call(m,"log"))
  types[4].encode(m.log,w.uint32(42).fork(),q+1).ldelim()
  if(m.draining!=null&&Object.hasOwnProperty.call(m,"draining"))
  types[5].encode(m.draining,w.uint32(50).fork(),q+1).ldelim()
  if(m.goodbye!=null&&Object.hasOwnProperty.call(m,"goodbye"))
  types[6].encode(m.goodbye,w.uint32(58).fork(),q+1).ldelim()
  return w
},
decode: function WorkerMessage$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.hello=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.heartbeat=types[1].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.succeeded=types[2].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 4: {
  m.ended=types[3].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 5: {
  m.log=types[4].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 6: {
  m.draining=types[5].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 7: {
  m.goodbye=types[6].decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function WorkerMessage$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.WorkerMessage: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.hello!=null){
  if(!util.isObject(d.hello))
  throw TypeError(".mr.v1.WorkerMessage.hello: object expected")
  m.hello=types[0].fromObject(d.hello,n+1)
  }
  if(d.heartbeat!=null){
  if(!util.isObject(d.heartbeat))
  throw TypeError(".mr.v1.WorkerMessage.heartbeat: object expected")
  m.heartbeat=types[1].fromObject(d.heartbeat,n+1)
  }
  if(d.succeeded!=null){
  if(!util.isObject(d.succeeded))
  throw TypeError(".mr.v1.WorkerMessage.succeeded: object expected")
  m.succeeded=types[2].fromObject(d.succeeded,n+1)
  }
  if(d.ended!=null){
  if(!util.isObject(d.ended))
  throw TypeError(".mr.v1.WorkerMessage.ended: object expected")
  m.ended=types[3].fromObject(d.ended,n+1)
  }
  if(d.log!=null){
  if(!util.isObject(d.log))
  throw TypeError(".mr.v1.WorkerMessage.log: object expected")
  m.log=types[4].fromObject(d.log,n+1)
  }
  if(d.draining!=null){
  if(!util.isObject(d.draining))
  throw TypeError(".mr.v1.WorkerMessage.draining: object expected")
  m.draining=types[5].fromObject(d.draining,n+1)
  }
  if(d.goodbye!=null){
  if(!util.isObject(d.goodbye))
  throw TypeError(".mr.v1.WorkerMessage.goodbye: object expected")
  m.goodbye=types[6].fromObject(d.goodbye,n+1)
  }
  return m
},
toObject: function WorkerMessage$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(m.hello!=null&&Object.hasOwnProperty.call(m,"hello")){
  d.hello=types[0].toObject(m.hello,o,q+1)
  if(o.oneofs)
  d.kind="hello"
  }
  if(m.heartbeat!=null&&Object.hasOwnProperty.call(m,"heartbeat")){
  d.heartbeat=types[1].toObject(m.heartbeat,o,q+1)
  if(o.oneofs)
  d.kind="heartbeat"
  }
  if(m.succeeded!=null&&Object.hasOwnProperty.call(m,"succeeded")){
  d.succeeded=types[2].toObject(m.succeeded,o,q+1)
  if(o.oneofs)
  d.kind="succeeded"
  }
  if(m.ended!=null&&Object.hasOwnProperty.call(m,"ended")){
  d.ended=types[3].toObject(m.ended,o,q+1)
  if(o.oneofs)
  d.kind="ended"
  }
  if(m.log!=null&&Object.hasOwnProperty.call(m,"log")){
  d.log=types[4].toObject(m.log,o,q+1)
  if(o.oneofs)
  d.kind="log"
  }
  if(m.draining!=null&&Object.hasOwnProperty.call(m,"draining")){
  d.draining=types[5].toObject(m.draining,o,q+1)
  if(o.oneofs)
  d.kind="draining"
  }
  if(m.goodbye!=null&&Object.hasOwnProperty.call(m,"goodbye")){
  d.goodbye=types[6].toObject(m.goodbye,o,q+1)
  if(o.oneofs)
  d.kind="goodbye"
  }
  return d
},
}))([]);

const Hello = ((types) => ({
types,
ctor: function Hello(p){
  this.running=[]
  this.kept=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Hello$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.worker!=null&&Object.hasOwnProperty.call(m,"worker"))
  w.uint32(10).string(m.worker)
  if(m.incarnation!=null&&Object.hasOwnProperty.call(m,"incarnation"))
  w.uint32(18).string(m.incarnation)
  if(m.slots!=null&&Object.hasOwnProperty.call(m,"slots"))
  w.uint32(24).uint32(m.slots)
  if(m.hostId!=null&&Object.hasOwnProperty.call(m,"hostId"))
  w.uint32(34).string(m.hostId)
  if(m.dataAddress!=null&&Object.hasOwnProperty.call(m,"dataAddress"))
  w.uint32(42).string(m.dataAddress)
  if(m.processId!=null&&Object.hasOwnProperty.call(m,"processId"))
  w.uint32(48).uint32(m.processId)
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version"))
  w.uint32(58).string(m.version)
  if(m.protocol!=null&&Object.hasOwnProperty.call(m,"protocol"))
  w.uint32(64).uint32(m.protocol)
  if(m.running!=null&&m.running.length){
  for(var i=0;i<m.running.length;++i)
  types[8].encode(m.running[i],w.uint32(74).fork(),q+1).ldelim()
  }
  if(m.kept!=null&&m.kept.length){
  for(var i=0;i<m.kept.length;++i)
  types[9].encode(m.kept[i],w.uint32(82).fork(),q+1).ldelim()
  }
  if(m.shortOf!=null&&Object.hasOwnProperty.call(m,"shortOf"))
  w.uint32(90).string(m.shortOf)
  return w
},
decode: function Hello$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.worker=r.string()
  break
  }
  case 2: {
  m.incarnation=r.string()
  break
  }
  case 3: {
  m.slots=r.uint32()
  break
  }
  case 4: {
  m.hostId=r.string()
  break
  }
  case 5: {
  m.dataAddress=r.string()
  break
  }
  case 6: {
  m.processId=r.uint32()
  break
  }
  case 7: {
  m.version=r.string()
  break
  }
  case 8: {
  m.protocol=r.uint32()
  break
  }
  case 9: {
  if(!(m.running&&m.running.length))
  m.running=[]
  m.running.push(types[8].decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 10: {
  if(!(m.kept&&m.kept.length))
  m.kept=[]
  m.kept.push(types[9].decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 11: {
  m.shortOf=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Hello$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Hello: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.worker!=null){
  m.worker=String(d.worker)
  }
  if(d.incarnation!=null){
  m.incarnation=String(d.incarnation)
  }
  if(d.slots!=null){
  m.slots=d.slots>>>0
  }
  if(d.hostId!=null){
  m.hostId=String(d.hostId)
  }
  if(d.dataAddress!=null){
  m.dataAddress=String(d.dataAddress)
  }
  if(d.processId!=null){
  m.processId=d.processId>>>0
  }
  if(d.version!=null){
  m.version=String(d.version)
  }
  if(d.protocol!=null){
  m.protocol=d.protocol>>>0
  }
  if(d.running){
  if(!Array.isArray(d.running))
  throw TypeError(".mr.v1.Hello.running: array expected")
  m.running=[]
  for(var i=0;i<d.running.length;++i){
  if(!util.isObject(d.running[i]))
  throw TypeError(".mr.v1.Hello.running: object expected")
  m.running[i]=types[8].fromObject(d.running[i],n+1)
  }
  }
  if(d.kept){
  if(!Array.isArray(d.kept))
  throw TypeError(".mr.v1.Hello.kept: array expected")
  m.kept=[]
  for(var i=0;i<d.kept.length;++i){
  if(!util.isObject(d.kept[i]))
  throw TypeError(".mr.v1.Hello.kept: object expected")
  m.kept[i]=types[9].fromObject(d.kept[i],n+1)
  }
  }
  if(d.shortOf!=null){
  m.shortOf=String(d.shortOf)
  }
  return m
},
toObject: function Hello$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.running=[]
  d.kept=[]
  }
  if(o.defaults){
  d.worker=""
  d.incarnation=""
  d.slots=0
  d.hostId=""
  d.dataAddress=""
  d.processId=0
  d.version=""
  d.protocol=0
  d.shortOf=""
  }
  if(m.worker!=null&&Object.hasOwnProperty.call(m,"worker")){
  d.worker=m.worker
  }
  if(m.incarnation!=null&&Object.hasOwnProperty.call(m,"incarnation")){
  d.incarnation=m.incarnation
  }
  if(m.slots!=null&&Object.hasOwnProperty.call(m,"slots")){
  d.slots=m.slots
  }
  if(m.hostId!=null&&Object.hasOwnProperty.call(m,"hostId")){
  d.hostId=m.hostId
  }
  if(m.dataAddress!=null&&Object.hasOwnProperty.call(m,"dataAddress")){
  d.dataAddress=m.dataAddress
  }
  if(m.processId!=null&&Object.hasOwnProperty.call(m,"processId")){
  d.processId=m.processId
  }
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version")){
  d.version=m.version
  }
  if(m.protocol!=null&&Object.hasOwnProperty.call(m,"protocol")){
  d.protocol=m.protocol
  }
  if(m.running&&m.running.length){
  d.running=[]
  for(var j=0;j<m.running.length;++j){
  d.running[j]=types[8].toObject(m.running[j],o,q+1)
  }
  }
  if(m.kept&&m.kept.length){
  d.kept=[]
  for(var j=0;j<m.kept.length;++j){
  d.kept[j]=types[9].toObject(m.kept[j],o,q+1)
  }
  }
  if(m.shortOf!=null&&Object.hasOwnProperty.call(m,"shortOf")){
  d.shortOf=m.shortOf
  }
  return d
},
}))([]);

const KeptOutput = ((types) => ({
types,
ctor: function KeptOutput(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function KeptOutput$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt"))
  types[0].encode(m.attempt,w.uint32(10).fork(),q+1).ldelim()
  if(m.path!=null&&Object.hasOwnProperty.call(m,"path"))
  w.uint32(18).string(m.path)
  if(m.sizeBytes!=null&&Object.hasOwnProperty.call(m,"sizeBytes"))
  w.uint32(24).uint64(m.sizeBytes)
  if(m.records!=null&&Object.hasOwnProperty.call(m,"records"))
  w.uint32(32).uint64(m.records)
  return w
},
decode: function KeptOutput$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.attempt=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.path=r.string()
  break
  }
  case 3: {
  m.sizeBytes=r.uint64()
  break
  }
  case 4: {
  m.records=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function KeptOutput$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.KeptOutput: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.attempt!=null){
  if(!util.isObject(d.attempt))
  throw TypeError(".mr.v1.KeptOutput.attempt: object expected")
  m.attempt=types[0].fromObject(d.attempt,n+1)
  }
  if(d.path!=null){
  m.path=String(d.path)
  }
  if(d.sizeBytes!=null){
  if(util.Long)
  m.sizeBytes=util.Long.fromValue(d.sizeBytes,true)
  else if(typeof d.sizeBytes==="string")
  m.sizeBytes=parseInt(d.sizeBytes,10)
  else if(typeof d.sizeBytes==="number")
  m.sizeBytes=d.sizeBytes
  else if(typeof d.sizeBytes==="object")
  m.sizeBytes=new util.LongBits(d.sizeBytes.low>>>0,d.sizeBytes.high>>>0).toNumber(true)
  }
  if(d.records!=null){
  if(util.Long)
  m.records=util.Long.fromValue(d.records,true)
  else if(typeof d.records==="string")
  m.records=parseInt(d.records,10)
  else if(typeof d.records==="number")
  m.records=d.records
  else if(typeof d.records==="object")
  m.records=new util.LongBits(d.records.low>>>0,d.records.high>>>0).toNumber(true)
  }
  return m
},
toObject: function KeptOutput$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.attempt=null
  d.path=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.sizeBytes=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.sizeBytes=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.records=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.records=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt")){
  d.attempt=types[0].toObject(m.attempt,o,q+1)
  }
  if(m.path!=null&&Object.hasOwnProperty.call(m,"path")){
  d.path=m.path
  }
  if(m.sizeBytes!=null&&Object.hasOwnProperty.call(m,"sizeBytes")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.sizeBytes=typeof m.sizeBytes==="number"?BigInt(m.sizeBytes):util.Long.fromBits(m.sizeBytes.low>>>0,m.sizeBytes.high>>>0,true).toBigInt()
  else if(typeof m.sizeBytes==="number")
  d.sizeBytes=o.longs===String?String(m.sizeBytes):m.sizeBytes
  else
  d.sizeBytes=o.longs===String?util.Long.prototype.toString.call(m.sizeBytes):o.longs===Number?new util.LongBits(m.sizeBytes.low>>>0,m.sizeBytes.high>>>0).toNumber(true):m.sizeBytes
  }
  if(m.records!=null&&Object.hasOwnProperty.call(m,"records")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.records=typeof m.records==="number"?BigInt(m.records):util.Long.fromBits(m.records.low>>>0,m.records.high>>>0,true).toBigInt()
  else if(typeof m.records==="number")
  d.records=o.longs===String?String(m.records):m.records
  else
  d.records=o.longs===String?util.Long.prototype.toString.call(m.records):o.longs===Number?new util.LongBits(m.records.low>>>0,m.records.high>>>0).toNumber(true):m.records
  }
  return d
},
}))([]);

const Heartbeat = ((types) => ({
types,
ctor: function Heartbeat(p){
  this.progress=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Heartbeat$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.progress!=null&&m.progress.length){
  for(var i=0;i<m.progress.length;++i)
  types[0].encode(m.progress[i],w.uint32(10).fork(),q+1).ldelim()
  }
  if(m.peakMemoryBytes!=null&&Object.hasOwnProperty.call(m,"peakMemoryBytes"))
  w.uint32(16).uint64(m.peakMemoryBytes)
  if(m.shortOf!=null&&Object.hasOwnProperty.call(m,"shortOf"))
  w.uint32(26).string(m.shortOf)
  return w
},
decode: function Heartbeat$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.progress&&m.progress.length))
  m.progress=[]
  m.progress.push(types[0].decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 2: {
  m.peakMemoryBytes=r.uint64()
  break
  }
  case 3: {
  m.shortOf=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Heartbeat$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Heartbeat: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.progress){
  if(!Array.isArray(d.progress))
  throw TypeError(".mr.v1.Heartbeat.progress: array expected")
  m.progress=[]
  for(var i=0;i<d.progress.length;++i){
  if(!util.isObject(d.progress[i]))
  throw TypeError(".mr.v1.Heartbeat.progress: object expected")
  m.progress[i]=types[0].fromObject(d.progress[i],n+1)
  }
  }
  if(d.peakMemoryBytes!=null){
  if(util.Long)
  m.peakMemoryBytes=util.Long.fromValue(d.peakMemoryBytes,true)
  else if(typeof d.peakMemoryBytes==="string")
  m.peakMemoryBytes=parseInt(d.peakMemoryBytes,10)
  else if(typeof d.peakMemoryBytes==="number")
  m.peakMemoryBytes=d.peakMemoryBytes
  else if(typeof d.peakMemoryBytes==="object")
  m.peakMemoryBytes=new util.LongBits(d.peakMemoryBytes.low>>>0,d.peakMemoryBytes.high>>>0).toNumber(true)
  }
  if(d.shortOf!=null){
  m.shortOf=String(d.shortOf)
  }
  return m
},
toObject: function Heartbeat$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.progress=[]
  }
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.peakMemoryBytes=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.peakMemoryBytes=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.shortOf=""
  }
  if(m.progress&&m.progress.length){
  d.progress=[]
  for(var j=0;j<m.progress.length;++j){
  d.progress[j]=types[0].toObject(m.progress[j],o,q+1)
  }
  }
  if(m.peakMemoryBytes!=null&&Object.hasOwnProperty.call(m,"peakMemoryBytes")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.peakMemoryBytes=typeof m.peakMemoryBytes==="number"?BigInt(m.peakMemoryBytes):util.Long.fromBits(m.peakMemoryBytes.low>>>0,m.peakMemoryBytes.high>>>0,true).toBigInt()
  else if(typeof m.peakMemoryBytes==="number")
  d.peakMemoryBytes=o.longs===String?String(m.peakMemoryBytes):m.peakMemoryBytes
  else
  d.peakMemoryBytes=o.longs===String?util.Long.prototype.toString.call(m.peakMemoryBytes):o.longs===Number?new util.LongBits(m.peakMemoryBytes.low>>>0,m.peakMemoryBytes.high>>>0).toNumber(true):m.peakMemoryBytes
  }
  if(m.shortOf!=null&&Object.hasOwnProperty.call(m,"shortOf")){
  d.shortOf=m.shortOf
  }
  return d
},
}))([]);

const AttemptProgress = ((types) => ({
types,
ctor: function AttemptProgress(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function AttemptProgress$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt"))
  types[0].encode(m.attempt,w.uint32(10).fork(),q+1).ldelim()
  if(m.bytes!=null&&Object.hasOwnProperty.call(m,"bytes"))
  w.uint32(16).uint64(m.bytes)
  if(m.records!=null&&Object.hasOwnProperty.call(m,"records"))
  w.uint32(24).uint64(m.records)
  return w
},
decode: function AttemptProgress$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.attempt=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.bytes=r.uint64()
  break
  }
  case 3: {
  m.records=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function AttemptProgress$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.AttemptProgress: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.attempt!=null){
  if(!util.isObject(d.attempt))
  throw TypeError(".mr.v1.AttemptProgress.attempt: object expected")
  m.attempt=types[0].fromObject(d.attempt,n+1)
  }
  if(d.bytes!=null){
  if(util.Long)
  m.bytes=util.Long.fromValue(d.bytes,true)
  else if(typeof d.bytes==="string")
  m.bytes=parseInt(d.bytes,10)
  else if(typeof d.bytes==="number")
  m.bytes=d.bytes
  else if(typeof d.bytes==="object")
  m.bytes=new util.LongBits(d.bytes.low>>>0,d.bytes.high>>>0).toNumber(true)
  }
  if(d.records!=null){
  if(util.Long)
  m.records=util.Long.fromValue(d.records,true)
  else if(typeof d.records==="string")
  m.records=parseInt(d.records,10)
  else if(typeof d.records==="number")
  m.records=d.records
  else if(typeof d.records==="object")
  m.records=new util.LongBits(d.records.low>>>0,d.records.high>>>0).toNumber(true)
  }
  return m
},
toObject: function AttemptProgress$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.attempt=null
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.bytes=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.bytes=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.records=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.records=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt")){
  d.attempt=types[0].toObject(m.attempt,o,q+1)
  }
  if(m.bytes!=null&&Object.hasOwnProperty.call(m,"bytes")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.bytes=typeof m.bytes==="number"?BigInt(m.bytes):util.Long.fromBits(m.bytes.low>>>0,m.bytes.high>>>0,true).toBigInt()
  else if(typeof m.bytes==="number")
  d.bytes=o.longs===String?String(m.bytes):m.bytes
  else
  d.bytes=o.longs===String?util.Long.prototype.toString.call(m.bytes):o.longs===Number?new util.LongBits(m.bytes.low>>>0,m.bytes.high>>>0).toNumber(true):m.bytes
  }
  if(m.records!=null&&Object.hasOwnProperty.call(m,"records")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.records=typeof m.records==="number"?BigInt(m.records):util.Long.fromBits(m.records.low>>>0,m.records.high>>>0,true).toBigInt()
  else if(typeof m.records==="number")
  d.records=o.longs===String?String(m.records):m.records
  else
  d.records=o.longs===String?util.Long.prototype.toString.call(m.records):o.longs===Number?new util.LongBits(m.records.low>>>0,m.records.high>>>0).toNumber(true):m.records
  }
  return d
},
}))([]);

const Succeeded = ((types) => ({
types,
ctor: function Succeeded(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Succeeded$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt"))
  types[0].encode(m.attempt,w.uint32(10).fork(),q+1).ldelim()
  if(m.report!=null&&Object.hasOwnProperty.call(m,"report"))
  types[1].encode(m.report,w.uint32(18).fork(),q+1).ldelim()
  return w
},
decode: function Succeeded$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.attempt=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.report=types[1].decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Succeeded$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Succeeded: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.attempt!=null){
  if(!util.isObject(d.attempt))
  throw TypeError(".mr.v1.Succeeded.attempt: object expected")
  m.attempt=types[0].fromObject(d.attempt,n+1)
  }
  if(d.report!=null){
  if(!util.isObject(d.report))
  throw TypeError(".mr.v1.Succeeded.report: object expected")
  m.report=types[1].fromObject(d.report,n+1)
  }
  return m
},
toObject: function Succeeded$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.attempt=null
  d.report=null
  }
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt")){
  d.attempt=types[0].toObject(m.attempt,o,q+1)
  }
  if(m.report!=null&&Object.hasOwnProperty.call(m,"report")){
  d.report=types[1].toObject(m.report,o,q+1)
  }
  return d
},
}))([]);

const TaskReport = ((types) => ({
types,
ctor: function TaskReport(p){
  this.counters=[]
  this.totals=[]
  this.skipped=[]
  this.skippedFiles=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function TaskReport$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.segments!=null&&Object.hasOwnProperty.call(m,"segments"))
  types[0].encode(m.segments,w.uint32(10).fork(),q+1).ldelim()
  if(m.part!=null&&Object.hasOwnProperty.call(m,"part"))
  types[1].encode(m.part,w.uint32(18).fork(),q+1).ldelim()
  if(m.result!=null&&Object.hasOwnProperty.call(m,"result"))
  types[2].encode(m.result,w.uint32(26).fork(),q+1).ldelim()
  if(m.counters!=null&&m.counters.length){
  for(var i=0;i<m.counters.length;++i)
  types[3].encode(m.counters[i],w.uint32(34).fork(),q+1).ldelim()
  }
  if(m.totals!=null&&m.totals.length){
  for(var i=0;i<m.totals.length;++i)
  types[4].encode(m.totals[i],w.uint32(42).fork(),q+1).ldelim()
  }
  if(m.inputRecords!=null&&Object.hasOwnProperty.call(m,"inputRecords"))
  w.uint32(48).uint64(m.inputRecords)
  if(m.inputBytes!=null&&Object.hasOwnProperty.call(m,"inputBytes"))
  w.uint32(56).uint64(m.inputBytes)
  if(m.shuffleDigest!=null&&Object.hasOwnProperty.call(m,"shuffleDigest"))
  types[7].encode(m.shuffleDigest,w.uint32(66).fork(),q+1).ldelim()
  if(m.skipped!=null&&m.skipped.length){
  for(var i=0;i<m.skipped.length;++i)
  types[8].encode(m.skipped[i],w.uint32(74).fork(),q+1).ldelim()
  }
  if(m.spills!=null&&Object.hasOwnProperty.call(m,"spills"))
  w.uint32(80).uint64(m.spills)
  if(m.peakMemoryBytes!=null&&Object.hasOwnProperty.call(m,"peakMemoryBytes"))
  w.uint32(88).uint64(m.peakMemoryBytes)
  if(m.cpuMs!=null&&Object.hasOwnProperty.call(m,"cpuMs"))
  w.uint32(97).double(m.cpuMs)
  if(m.skippedFiles!=null&&m.skippedFiles.length){
  for(var i=0;i<m.skippedFiles.length;++i)
  types[12].encode(m.skippedFiles[i],w.uint32(106).fork(),q+1).ldelim()
  }
  return w
},
decode: function TaskReport$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.segments=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.part=types[1].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.result=types[2].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 4: {
  if(!(m.counters&&m.counters.length))
  m.counters=[]
  m.counters.push(types[3].decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 5: {
  if(!(m.totals&&m.totals.length))
  m.totals=[]
  m.totals.push(types[4].decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 6: {
  m.inputRecords=r.uint64()
  break
  }
  case 7: {
  m.inputBytes=r.uint64()
  break
  }
  case 8: {
  m.shuffleDigest=types[7].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 9: {
  if(!(m.skipped&&m.skipped.length))
  m.skipped=[]
  m.skipped.push(types[8].decode(r,r.uint32(),undefined,n+1))
  break
  }
  case 10: {
  m.spills=r.uint64()
  break
  }
  case 11: {
  m.peakMemoryBytes=r.uint64()
  break
  }
  case 12: {
  m.cpuMs=r.double()
  break
  }
  case 13: {
  if(!(m.skippedFiles&&m.skippedFiles.length))
  m.skippedFiles=[]
  m.skippedFiles.push(types[12].decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function TaskReport$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.TaskReport: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.segments!=null){
  if(!util.isObject(d.segments))
  throw TypeError(".mr.v1.TaskReport.segments: object expected")
  m.segments=types[0].fromObject(d.segments,n+1)
  }
  if(d.part!=null){
  if(!util.isObject(d.part))
  throw TypeError(".mr.v1.TaskReport.part: object expected")
  m.part=types[1].fromObject(d.part,n+1)
  }
  if(d.result!=null){
  if(!util.isObject(d.result))
  throw TypeError(".mr.v1.TaskReport.result: object expected")
  m.result=types[2].fromObject(d.result,n+1)
  }
  if(d.counters){
  if(!Array.isArray(d.counters))
  throw TypeError(".mr.v1.TaskReport.counters: array expected")
  m.counters=[]
  for(var i=0;i<d.counters.length;++i){
  if(!util.isObject(d.counters[i]))
  throw TypeError(".mr.v1.TaskReport.counters: object expected")
  m.counters[i]=types[3].fromObject(d.counters[i],n+1)
  }
  }
  if(d.totals){
  if(!Array.isArray(d.totals))
  throw TypeError(".mr.v1.TaskReport.totals: array expected")
  m.totals=[]
  for(var i=0;i<d.totals.length;++i){
  if(!util.isObject(d.totals[i]))
  throw TypeError(".mr.v1.TaskReport.totals: object expected")
  m.totals[i]=types[4].fromObject(d.totals[i],n+1)
  }
  }
  if(d.inputRecords!=null){
  if(util.Long)
  m.inputRecords=util.Long.fromValue(d.inputRecords,true)
  else if(typeof d.inputRecords==="string")
  m.inputRecords=parseInt(d.inputRecords,10)
  else if(typeof d.inputRecords==="number")
  m.inputRecords=d.inputRecords
  else if(typeof d.inputRecords==="object")
  m.inputRecords=new util.LongBits(d.inputRecords.low>>>0,d.inputRecords.high>>>0).toNumber(true)
  }
  if(d.inputBytes!=null){
  if(util.Long)
  m.inputBytes=util.Long.fromValue(d.inputBytes,true)
  else if(typeof d.inputBytes==="string")
  m.inputBytes=parseInt(d.inputBytes,10)
  else if(typeof d.inputBytes==="number")
  m.inputBytes=d.inputBytes
  else if(typeof d.inputBytes==="object")
  m.inputBytes=new util.LongBits(d.inputBytes.low>>>0,d.inputBytes.high>>>0).toNumber(true)
  }
  if(d.shuffleDigest!=null){
  if(!util.isObject(d.shuffleDigest))
  throw TypeError(".mr.v1.TaskReport.shuffleDigest: object expected")
  m.shuffleDigest=types[7].fromObject(d.shuffleDigest,n+1)
  }
  if(d.skipped){
  if(!Array.isArray(d.skipped))
  throw TypeError(".mr.v1.TaskReport.skipped: array expected")
  m.skipped=[]
  for(var i=0;i<d.skipped.length;++i){
  if(!util.isObject(d.skipped[i]))
  throw TypeError(".mr.v1.TaskReport.skipped: object expected")
  m.skipped[i]=types[8].fromObject(d.skipped[i],n+1)
  }
  }
  if(d.spills!=null){
  if(util.Long)
  m.spills=util.Long.fromValue(d.spills,true)
  else if(typeof d.spills==="string")
  m.spills=parseInt(d.spills,10)
  else if(typeof d.spills==="number")
  m.spills=d.spills
  else if(typeof d.spills==="object")
  m.spills=new util.LongBits(d.spills.low>>>0,d.spills.high>>>0).toNumber(true)
  }
  if(d.peakMemoryBytes!=null){
  if(util.Long)
  m.peakMemoryBytes=util.Long.fromValue(d.peakMemoryBytes,true)
  else if(typeof d.peakMemoryBytes==="string")
  m.peakMemoryBytes=parseInt(d.peakMemoryBytes,10)
  else if(typeof d.peakMemoryBytes==="number")
  m.peakMemoryBytes=d.peakMemoryBytes
  else if(typeof d.peakMemoryBytes==="object")
  m.peakMemoryBytes=new util.LongBits(d.peakMemoryBytes.low>>>0,d.peakMemoryBytes.high>>>0).toNumber(true)
  }
  if(d.cpuMs!=null){
  m.cpuMs=Number(d.cpuMs)
  }
  if(d.skippedFiles){
  if(!Array.isArray(d.skippedFiles))
  throw TypeError(".mr.v1.TaskReport.skippedFiles: array expected")
  m.skippedFiles=[]
  for(var i=0;i<d.skippedFiles.length;++i){
  if(!util.isObject(d.skippedFiles[i]))
  throw TypeError(".mr.v1.TaskReport.skippedFiles: object expected")
  m.skippedFiles[i]=types[12].fromObject(d.skippedFiles[i],n+1)
  }
  }
  return m
},
toObject: function TaskReport$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.counters=[]
  d.totals=[]
  d.skipped=[]
  d.skippedFiles=[]
  }
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.inputRecords=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.inputRecords=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.inputBytes=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.inputBytes=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.shuffleDigest=null
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.spills=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.spills=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.peakMemoryBytes=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.peakMemoryBytes=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.cpuMs=0
  }
  if(m.segments!=null&&Object.hasOwnProperty.call(m,"segments")){
  d.segments=types[0].toObject(m.segments,o,q+1)
  if(o.oneofs)
  d.output="segments"
  }
  if(m.part!=null&&Object.hasOwnProperty.call(m,"part")){
  d.part=types[1].toObject(m.part,o,q+1)
  if(o.oneofs)
  d.output="part"
  }
  if(m.result!=null&&Object.hasOwnProperty.call(m,"result")){
  d.result=types[2].toObject(m.result,o,q+1)
  if(o.oneofs)
  d.output="result"
  }
  if(m.counters&&m.counters.length){
  d.counters=[]
  for(var j=0;j<m.counters.length;++j){
  d.counters[j]=types[3].toObject(m.counters[j],o,q+1)
  }
  }
  if(m.totals&&m.totals.length){
  d.totals=[]
  for(var j=0;j<m.totals.length;++j){
  d.totals[j]=types[4].toObject(m.totals[j],o,q+1)
  }
  }
  if(m.inputRecords!=null&&Object.hasOwnProperty.call(m,"inputRecords")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.inputRecords=typeof m.inputRecords==="number"?BigInt(m.inputRecords):util.Long.fromBits(m.inputRecords.low>>>0,m.inputRecords.high>>>0,true).toBigInt()
  else if(typeof m.inputRecords==="number")
  d.inputRecords=o.longs===String?String(m.inputRecords):m.inputRecords
  else
  d.inputRecords=o.longs===String?util.Long.prototype.toString.call(m.inputRecords):o.longs===Number?new util.LongBits(m.inputRecords.low>>>0,m.inputRecords.high>>>0).toNumber(true):m.inputRecords
  }
  if(m.inputBytes!=null&&Object.hasOwnProperty.call(m,"inputBytes")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.inputBytes=typeof m.inputBytes==="number"?BigInt(m.inputBytes):util.Long.fromBits(m.inputBytes.low>>>0,m.inputBytes.high>>>0,true).toBigInt()
  else if(typeof m.inputBytes==="number")
  d.inputBytes=o.longs===String?String(m.inputBytes):m.inputBytes
  else
  d.inputBytes=o.longs===String?util.Long.prototype.toString.call(m.inputBytes):o.longs===Number?new util.LongBits(m.inputBytes.low>>>0,m.inputBytes.high>>>0).toNumber(true):m.inputBytes
  }
  if(m.shuffleDigest!=null&&Object.hasOwnProperty.call(m,"shuffleDigest")){
  d.shuffleDigest=types[7].toObject(m.shuffleDigest,o,q+1)
  }
  if(m.skipped&&m.skipped.length){
  d.skipped=[]
  for(var j=0;j<m.skipped.length;++j){
  d.skipped[j]=types[8].toObject(m.skipped[j],o,q+1)
  }
  }
  if(m.spills!=null&&Object.hasOwnProperty.call(m,"spills")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.spills=typeof m.spills==="number"?BigInt(m.spills):util.Long.fromBits(m.spills.low>>>0,m.spills.high>>>0,true).toBigInt()
  else if(typeof m.spills==="number")
  d.spills=o.longs===String?String(m.spills):m.spills
  else
  d.spills=o.longs===String?util.Long.prototype.toString.call(m.spills):o.longs===Number?new util.LongBits(m.spills.low>>>0,m.spills.high>>>0).toNumber(true):m.spills
  }
  if(m.peakMemoryBytes!=null&&Object.hasOwnProperty.call(m,"peakMemoryBytes")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.peakMemoryBytes=typeof m.peakMemoryBytes==="number"?BigInt(m.peakMemoryBytes):util.Long.fromBits(m.peakMemoryBytes.low>>>0,m.peakMemoryBytes.high>>>0,true).toBigInt()
  else if(typeof m.peakMemoryBytes==="number")
  d.peakMemoryBytes=o.longs===String?String(m.peakMemoryBytes):m.peakMemoryBytes
  else
  d.peakMemoryBytes=o.longs===String?util.Long.prototype.toString.call(m.peakMemoryBytes):o.longs===Number?new util.LongBits(m.peakMemoryBytes.low>>>0,m.peakMemoryBytes.high>>>0).toNumber(true):m.peakMemoryBytes
  }
  if(m.cpuMs!=null&&Object.hasOwnProperty.call(m,"cpuMs")){
  d.cpuMs=o.json&&!isFinite(m.cpuMs)?String(m.cpuMs):m.cpuMs
  }
  if(m.skippedFiles&&m.skippedFiles.length){
  d.skippedFiles=[]
  for(var j=0;j<m.skippedFiles.length;++j){
  d.skippedFiles[j]=types[12].toObject(m.skippedFiles[j],o,q+1)
  }
  }
  return d
},
}))([]);

const Segments = ((types) => ({
types,
ctor: function Segments(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Segments$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.path!=null&&Object.hasOwnProperty.call(m,"path"))
  w.uint32(10).string(m.path)
  if(m.sizeBytes!=null&&Object.hasOwnProperty.call(m,"sizeBytes"))
  w.uint32(16).uint64(m.sizeBytes)
  if(m.digest!=null&&Object.hasOwnProperty.call(m,"digest"))
  types[2].encode(m.digest,w.uint32(26).fork(),q+1).ldelim()
  return w
},
decode: function Segments$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.path=r.string()
  break
  }
  case 2: {
  m.sizeBytes=r.uint64()
  break
  }
  case 3: {
  m.digest=types[2].decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Segments$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Segments: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.path!=null){
  m.path=String(d.path)
  }
  if(d.sizeBytes!=null){
  if(util.Long)
  m.sizeBytes=util.Long.fromValue(d.sizeBytes,true)
  else if(typeof d.sizeBytes==="string")
  m.sizeBytes=parseInt(d.sizeBytes,10)
  else if(typeof d.sizeBytes==="number")
  m.sizeBytes=d.sizeBytes
  else if(typeof d.sizeBytes==="object")
  m.sizeBytes=new util.LongBits(d.sizeBytes.low>>>0,d.sizeBytes.high>>>0).toNumber(true)
  }
  if(d.digest!=null){
  if(!util.isObject(d.digest))
  throw TypeError(".mr.v1.Segments.digest: object expected")
  m.digest=types[2].fromObject(d.digest,n+1)
  }
  return m
},
toObject: function Segments$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.path=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.sizeBytes=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.sizeBytes=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.digest=null
  }
  if(m.path!=null&&Object.hasOwnProperty.call(m,"path")){
  d.path=m.path
  }
  if(m.sizeBytes!=null&&Object.hasOwnProperty.call(m,"sizeBytes")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.sizeBytes=typeof m.sizeBytes==="number"?BigInt(m.sizeBytes):util.Long.fromBits(m.sizeBytes.low>>>0,m.sizeBytes.high>>>0,true).toBigInt()
  else if(typeof m.sizeBytes==="number")
  d.sizeBytes=o.longs===String?String(m.sizeBytes):m.sizeBytes
  else
  d.sizeBytes=o.longs===String?util.Long.prototype.toString.call(m.sizeBytes):o.longs===Number?new util.LongBits(m.sizeBytes.low>>>0,m.sizeBytes.high>>>0).toNumber(true):m.sizeBytes
  }
  if(m.digest!=null&&Object.hasOwnProperty.call(m,"digest")){
  d.digest=types[2].toObject(m.digest,o,q+1)
  }
  return d
},
}))([]);

const Parts = ((types) => ({
types,
ctor: function Parts(p){
  this.files=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Parts$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.files!=null&&m.files.length){
  for(var i=0;i<m.files.length;++i)
  types[0].encode(m.files[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
decode: function Parts$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.files&&m.files.length))
  m.files=[]
  m.files.push(types[0].decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Parts$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Parts: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.files){
  if(!Array.isArray(d.files))
  throw TypeError(".mr.v1.Parts.files: array expected")
  m.files=[]
  for(var i=0;i<d.files.length;++i){
  if(!util.isObject(d.files[i]))
  throw TypeError(".mr.v1.Parts.files: object expected")
  m.files[i]=types[0].fromObject(d.files[i],n+1)
  }
  }
  return m
},
toObject: function Parts$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.files=[]
  }
  if(m.files&&m.files.length){
  d.files=[]
  for(var j=0;j<m.files.length;++j){
  d.files[j]=types[0].toObject(m.files[j],o,q+1)
  }
  }
  return d
},
}))([]);

const PartFile = ((types) => ({
types,
ctor: function PartFile(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function PartFile$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.stagedPath!=null&&Object.hasOwnProperty.call(m,"stagedPath"))
  w.uint32(10).string(m.stagedPath)
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name"))
  w.uint32(18).string(m.name)
  if(m.records!=null&&Object.hasOwnProperty.call(m,"records"))
  w.uint32(24).uint64(m.records)
  if(m.sizeBytes!=null&&Object.hasOwnProperty.call(m,"sizeBytes"))
  w.uint32(32).uint64(m.sizeBytes)
  if(m.checksum!=null&&Object.hasOwnProperty.call(m,"checksum"))
  w.uint32(42).string(m.checksum)
  return w
},
decode: function PartFile$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.stagedPath=r.string()
  break
  }
  case 2: {
  m.name=r.string()
  break
  }
  case 3: {
  m.records=r.uint64()
  break
  }
  case 4: {
  m.sizeBytes=r.uint64()
  break
  }
  case 5: {
  m.checksum=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function PartFile$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.PartFile: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.stagedPath!=null){
  m.stagedPath=String(d.stagedPath)
  }
  if(d.name!=null){
  m.name=String(d.name)
  }
  if(d.records!=null){
  if(util.Long)
  m.records=util.Long.fromValue(d.records,true)
  else if(typeof d.records==="string")
  m.records=parseInt(d.records,10)
  else if(typeof d.records==="number")
  m.records=d.records
  else if(typeof d.records==="object")
  m.records=new util.LongBits(d.records.low>>>0,d.records.high>>>0).toNumber(true)
  }
  if(d.sizeBytes!=null){
  if(util.Long)
  m.sizeBytes=util.Long.fromValue(d.sizeBytes,true)
  else if(typeof d.sizeBytes==="string")
  m.sizeBytes=parseInt(d.sizeBytes,10)
  else if(typeof d.sizeBytes==="number")
  m.sizeBytes=d.sizeBytes
  else if(typeof d.sizeBytes==="object")
  m.sizeBytes=new util.LongBits(d.sizeBytes.low>>>0,d.sizeBytes.high>>>0).toNumber(true)
  }
  if(d.checksum!=null){
  m.checksum=String(d.checksum)
  }
  return m
},
toObject: function PartFile$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.stagedPath=""
  d.name=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.records=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.records=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.sizeBytes=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.sizeBytes=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.checksum=""
  }
  if(m.stagedPath!=null&&Object.hasOwnProperty.call(m,"stagedPath")){
  d.stagedPath=m.stagedPath
  }
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name")){
  d.name=m.name
  }
  if(m.records!=null&&Object.hasOwnProperty.call(m,"records")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.records=typeof m.records==="number"?BigInt(m.records):util.Long.fromBits(m.records.low>>>0,m.records.high>>>0,true).toBigInt()
  else if(typeof m.records==="number")
  d.records=o.longs===String?String(m.records):m.records
  else
  d.records=o.longs===String?util.Long.prototype.toString.call(m.records):o.longs===Number?new util.LongBits(m.records.low>>>0,m.records.high>>>0).toNumber(true):m.records
  }
  if(m.sizeBytes!=null&&Object.hasOwnProperty.call(m,"sizeBytes")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.sizeBytes=typeof m.sizeBytes==="number"?BigInt(m.sizeBytes):util.Long.fromBits(m.sizeBytes.low>>>0,m.sizeBytes.high>>>0,true).toBigInt()
  else if(typeof m.sizeBytes==="number")
  d.sizeBytes=o.longs===String?String(m.sizeBytes):m.sizeBytes
  else
  d.sizeBytes=o.longs===String?util.Long.prototype.toString.call(m.sizeBytes):o.longs===Number?new util.LongBits(m.sizeBytes.low>>>0,m.sizeBytes.high>>>0).toNumber(true):m.sizeBytes
  }
  if(m.checksum!=null&&Object.hasOwnProperty.call(m,"checksum")){
  d.checksum=m.checksum
  }
  return d
},
}))([]);

const Result = ((types) => ({
types,
ctor: function Result(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Result$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.bytes!=null&&Object.hasOwnProperty.call(m,"bytes"))
  w.uint32(10).string(m.bytes)
  return w
},
decode: function Result$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.bytes=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Result$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Result: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.bytes!=null){
  m.bytes=String(d.bytes)
  }
  return m
},
toObject: function Result$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.bytes=""
  }
  if(m.bytes!=null&&Object.hasOwnProperty.call(m,"bytes")){
  d.bytes=m.bytes
  }
  return d
},
}))([]);

const Counter = ((types) => ({
types,
ctor: function Counter(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Counter$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name"))
  w.uint32(10).string(m.name)
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value"))
  w.uint32(16).int64(m.value)
  return w
},
decode: function Counter$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.name=r.string()
  break
  }
  case 2: {
  m.value=r.int64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Counter$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Counter: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.name!=null){
  m.name=String(d.name)
  }
  if(d.value!=null){
  if(util.Long)
  m.value=util.Long.fromValue(d.value,false)
  else if(typeof d.value==="string")
  m.value=parseInt(d.value,10)
  else if(typeof d.value==="number")
  m.value=d.value
  else if(typeof d.value==="object")
  m.value=new util.LongBits(d.value.low>>>0,d.value.high>>>0).toNumber()
  }
  return m
},
toObject: function Counter$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.name=""
  if(util.Long){
  var n=new util.Long(0,0,false)
  d.value=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.value=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name")){
  d.name=m.name
  }
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.value=typeof m.value==="number"?BigInt(m.value):util.Long.fromBits(m.value.low>>>0,m.value.high>>>0,false).toBigInt()
  else if(typeof m.value==="number")
  d.value=o.longs===String?String(m.value):m.value
  else
  d.value=o.longs===String?util.Long.prototype.toString.call(m.value):o.longs===Number?new util.LongBits(m.value.low>>>0,m.value.high>>>0).toNumber():m.value
  }
  return d
},
}))([]);

const Total = ((types) => ({
types,
ctor: function Total(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Total$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name"))
  w.uint32(10).string(m.name)
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value"))
  w.uint32(17).double(m.value)
  return w
},
decode: function Total$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.name=r.string()
  break
  }
  case 2: {
  m.value=r.double()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Total$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Total: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.name!=null){
  m.name=String(d.name)
  }
  if(d.value!=null){
  m.value=Number(d.value)
  }
  return m
},
toObject: function Total$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.name=""
  d.value=0
  }
  if(m.name!=null&&Object.hasOwnProperty.call(m,"name")){
  d.name=m.name
  }
  if(m.value!=null&&Object.hasOwnProperty.call(m,"value")){
  d.value=o.json&&!isFinite(m.value)?String(m.value):m.value
  }
  return d
},
}))([]);

const SkippedRecord = ((types) => ({
types,
ctor: function SkippedRecord(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function SkippedRecord$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.file!=null&&Object.hasOwnProperty.call(m,"file"))
  w.uint32(10).string(m.file)
  if(m.offset!=null&&Object.hasOwnProperty.call(m,"offset"))
  w.uint32(16).uint64(m.offset)
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(26).string(m.reason)
  return w
},
decode: function SkippedRecord$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.file=r.string()
  break
  }
  case 2: {
  m.offset=r.uint64()
  break
  }
  case 3: {
  m.reason=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function SkippedRecord$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.SkippedRecord: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.file!=null){
  m.file=String(d.file)
  }
  if(d.offset!=null){
  if(util.Long)
  m.offset=util.Long.fromValue(d.offset,true)
  else if(typeof d.offset==="string")
  m.offset=parseInt(d.offset,10)
  else if(typeof d.offset==="number")
  m.offset=d.offset
  else if(typeof d.offset==="object")
  m.offset=new util.LongBits(d.offset.low>>>0,d.offset.high>>>0).toNumber(true)
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  return m
},
toObject: function SkippedRecord$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.file=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.offset=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.offset=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.reason=""
  }
  if(m.file!=null&&Object.hasOwnProperty.call(m,"file")){
  d.file=m.file
  }
  if(m.offset!=null&&Object.hasOwnProperty.call(m,"offset")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.offset=typeof m.offset==="number"?BigInt(m.offset):util.Long.fromBits(m.offset.low>>>0,m.offset.high>>>0,true).toBigInt()
  else if(typeof m.offset==="number")
  d.offset=o.longs===String?String(m.offset):m.offset
  else
  d.offset=o.longs===String?util.Long.prototype.toString.call(m.offset):o.longs===Number?new util.LongBits(m.offset.low>>>0,m.offset.high>>>0).toNumber(true):m.offset
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  return d
},
}))([]);

const Ended = ((types) => ({
types,
ctor: function Ended(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Ended$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt"))
  types[0].encode(m.attempt,w.uint32(10).fork(),q+1).ldelim()
  if(m.failed!=null&&Object.hasOwnProperty.call(m,"failed"))
  types[1].encode(m.failed,w.uint32(18).fork(),q+1).ldelim()
  if(m.lost!=null&&Object.hasOwnProperty.call(m,"lost"))
  types[2].encode(m.lost,w.uint32(26).fork(),q+1).ldelim()
  if(m.fetchFailed!=null&&Object.hasOwnProperty.call(m,"fetchFailed"))
  types[3].encode(m.fetchFailed,w.uint32(34).fork(),q+1).ldelim()
  if(m.stopped!=null&&Object.hasOwnProperty.call(m,"stopped"))
  types[4].encode(m.stopped,w.uint32(42).fork(),q+1).ldelim()
  return w
},
decode: function Ended$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.attempt=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.failed=types[1].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.lost=types[2].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 4: {
  m.fetchFailed=types[3].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 5: {
  m.stopped=types[4].decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Ended$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Ended: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.attempt!=null){
  if(!util.isObject(d.attempt))
  throw TypeError(".mr.v1.Ended.attempt: object expected")
  m.attempt=types[0].fromObject(d.attempt,n+1)
  }
  if(d.failed!=null){
  if(!util.isObject(d.failed))
  throw TypeError(".mr.v1.Ended.failed: object expected")
  m.failed=types[1].fromObject(d.failed,n+1)
  }
  if(d.lost!=null){
  if(!util.isObject(d.lost))
  throw TypeError(".mr.v1.Ended.lost: object expected")
  m.lost=types[2].fromObject(d.lost,n+1)
  }
  if(d.fetchFailed!=null){
  if(!util.isObject(d.fetchFailed))
  throw TypeError(".mr.v1.Ended.fetchFailed: object expected")
  m.fetchFailed=types[3].fromObject(d.fetchFailed,n+1)
  }
  if(d.stopped!=null){
  if(!util.isObject(d.stopped))
  throw TypeError(".mr.v1.Ended.stopped: object expected")
  m.stopped=types[4].fromObject(d.stopped,n+1)
  }
  return m
},
toObject: function Ended$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.attempt=null
  }
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt")){
  d.attempt=types[0].toObject(m.attempt,o,q+1)
  }
  if(m.failed!=null&&Object.hasOwnProperty.call(m,"failed")){
  d.failed=types[1].toObject(m.failed,o,q+1)
  if(o.oneofs)
  d.failure="failed"
  }
  if(m.lost!=null&&Object.hasOwnProperty.call(m,"lost")){
  d.lost=types[2].toObject(m.lost,o,q+1)
  if(o.oneofs)
  d.failure="lost"
  }
  if(m.fetchFailed!=null&&Object.hasOwnProperty.call(m,"fetchFailed")){
  d.fetchFailed=types[3].toObject(m.fetchFailed,o,q+1)
  if(o.oneofs)
  d.failure="fetchFailed"
  }
  if(m.stopped!=null&&Object.hasOwnProperty.call(m,"stopped")){
  d.stopped=types[4].toObject(m.stopped,o,q+1)
  if(o.oneofs)
  d.failure="stopped"
  }
  return d
},
}))([]);

const Failed = ((types) => ({
types,
ctor: function Failed(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Failed$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error"))
  types[0].encode(m.error,w.uint32(10).fork(),q+1).ldelim()
  if(m.where!=null&&Object.hasOwnProperty.call(m,"where"))
  w.uint32(18).string(m.where)
  return w
},
decode: function Failed$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.error=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.where=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Failed$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Failed: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.error!=null){
  if(!util.isObject(d.error))
  throw TypeError(".mr.v1.Failed.error: object expected")
  m.error=types[0].fromObject(d.error,n+1)
  }
  if(d.where!=null){
  m.where=String(d.where)
  }
  return m
},
toObject: function Failed$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.error=null
  }
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error")){
  d.error=types[0].toObject(m.error,o,q+1)
  }
  if(m.where!=null&&Object.hasOwnProperty.call(m,"where")){
  d.where=m.where
  if(o.oneofs)
  d._where="where"
  }
  return d
},
}))([]);

const Lost = ((types) => ({
types,
ctor: function Lost(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Lost$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error"))
  types[0].encode(m.error,w.uint32(10).fork(),q+1).ldelim()
  return w
},
decode: function Lost$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.error=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Lost$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Lost: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.error!=null){
  if(!util.isObject(d.error))
  throw TypeError(".mr.v1.Lost.error: object expected")
  m.error=types[0].fromObject(d.error,n+1)
  }
  return m
},
toObject: function Lost$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.error=null
  }
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error")){
  d.error=types[0].toObject(m.error,o,q+1)
  }
  return d
},
}))([]);

const FetchFailed = ((types) => ({
types,
ctor: function FetchFailed(p){
  this.sources=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function FetchFailed$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error"))
  types[0].encode(m.error,w.uint32(10).fork(),q+1).ldelim()
  if(m.stage!=null&&Object.hasOwnProperty.call(m,"stage"))
  w.uint32(18).string(m.stage)
  if(m.sources!=null&&m.sources.length){
  for(var i=0;i<m.sources.length;++i)
  types[2].encode(m.sources[i],w.uint32(26).fork(),q+1).ldelim()
  }
  return w
},
decode: function FetchFailed$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.error=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.stage=r.string()
  break
  }
  case 3: {
  if(!(m.sources&&m.sources.length))
  m.sources=[]
  m.sources.push(types[2].decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function FetchFailed$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.FetchFailed: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.error!=null){
  if(!util.isObject(d.error))
  throw TypeError(".mr.v1.FetchFailed.error: object expected")
  m.error=types[0].fromObject(d.error,n+1)
  }
  if(d.stage!=null){
  m.stage=String(d.stage)
  }
  if(d.sources){
  if(!Array.isArray(d.sources))
  throw TypeError(".mr.v1.FetchFailed.sources: array expected")
  m.sources=[]
  for(var i=0;i<d.sources.length;++i){
  if(!util.isObject(d.sources[i]))
  throw TypeError(".mr.v1.FetchFailed.sources: object expected")
  m.sources[i]=types[2].fromObject(d.sources[i],n+1)
  }
  }
  return m
},
toObject: function FetchFailed$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.sources=[]
  }
  if(o.defaults){
  d.error=null
  d.stage=""
  }
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error")){
  d.error=types[0].toObject(m.error,o,q+1)
  }
  if(m.stage!=null&&Object.hasOwnProperty.call(m,"stage")){
  d.stage=m.stage
  }
  if(m.sources&&m.sources.length){
  d.sources=[]
  for(var j=0;j<m.sources.length;++j){
  d.sources[j]=types[2].toObject(m.sources[j],o,q+1)
  }
  }
  return d
},
}))([]);

const OutputRef = ((types) => ({
types,
ctor: function OutputRef(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function OutputRef$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.index!=null&&Object.hasOwnProperty.call(m,"index"))
  w.uint32(8).uint32(m.index)
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt"))
  w.uint32(16).uint32(m.attempt)
  return w
},
decode: function OutputRef$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.index=r.uint32()
  break
  }
  case 2: {
  m.attempt=r.uint32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function OutputRef$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.OutputRef: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.index!=null){
  m.index=d.index>>>0
  }
  if(d.attempt!=null){
  m.attempt=d.attempt>>>0
  }
  return m
},
toObject: function OutputRef$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.index=0
  d.attempt=0
  }
  if(m.index!=null&&Object.hasOwnProperty.call(m,"index")){
  d.index=m.index
  }
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt")){
  d.attempt=m.attempt
  }
  return d
},
}))([]);

const Stopped = ((types) => ({
types,
ctor: function Stopped(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Stopped$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
decode: function Stopped$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Stopped$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
toObject: function Stopped$toObject(){
  return {}
},
}))([]);

const LogLines = ((types) => ({
types,
ctor: function LogLines(p){
  this.lines=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function LogLines$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt"))
  types[0].encode(m.attempt,w.uint32(10).fork(),q+1).ldelim()
  if(m.lines!=null&&m.lines.length){
  for(var i=0;i<m.lines.length;++i)
  w.uint32(18).string(m.lines[i])
  }
  return w
},
decode: function LogLines$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.attempt=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  if(!(m.lines&&m.lines.length))
  m.lines=[]
  m.lines.push(r.string())
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function LogLines$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.LogLines: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.attempt!=null){
  if(!util.isObject(d.attempt))
  throw TypeError(".mr.v1.LogLines.attempt: object expected")
  m.attempt=types[0].fromObject(d.attempt,n+1)
  }
  if(d.lines){
  if(!Array.isArray(d.lines))
  throw TypeError(".mr.v1.LogLines.lines: array expected")
  m.lines=[]
  for(var i=0;i<d.lines.length;++i){
  m.lines[i]=String(d.lines[i])
  }
  }
  return m
},
toObject: function LogLines$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.lines=[]
  }
  if(o.defaults){
  d.attempt=null
  }
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt")){
  d.attempt=types[0].toObject(m.attempt,o,q+1)
  }
  if(m.lines&&m.lines.length){
  d.lines=[]
  for(var j=0;j<m.lines.length;++j){
  d.lines[j]=m.lines[j]
  }
  }
  return d
},
}))([]);

const Draining = ((types) => ({
types,
ctor: function Draining(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Draining$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
decode: function Draining$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Draining$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
toObject: function Draining$toObject(){
  return {}
},
}))([]);

const Goodbye = ((types) => ({
types,
ctor: function Goodbye(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Goodbye$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(10).string(m.reason)
  return w
},
decode: function Goodbye$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.reason=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Goodbye$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Goodbye: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  return m
},
toObject: function Goodbye$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.reason=""
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  return d
},
}))([]);

const MasterEnvelope = ((types) => ({
types,
ctor: function MasterEnvelope(p){
  this.messages=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function MasterEnvelope$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.messages!=null&&m.messages.length){
  for(var i=0;i<m.messages.length;++i)
  types[0].encode(m.messages[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
decode: function MasterEnvelope$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.messages&&m.messages.length))
  m.messages=[]
  m.messages.push(types[0].decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function MasterEnvelope$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.MasterEnvelope: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.messages){
  if(!Array.isArray(d.messages))
  throw TypeError(".mr.v1.MasterEnvelope.messages: array expected")
  m.messages=[]
  for(var i=0;i<d.messages.length;++i){
  if(!util.isObject(d.messages[i]))
  throw TypeError(".mr.v1.MasterEnvelope.messages: object expected")
  m.messages[i]=types[0].fromObject(d.messages[i],n+1)
  }
  }
  return m
},
toObject: function MasterEnvelope$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.messages=[]
  }
  if(m.messages&&m.messages.length){
  d.messages=[]
  for(var j=0;j<m.messages.length;++j){
  d.messages[j]=types[0].toObject(m.messages[j],o,q+1)
  }
  }
  return d
},
}))([]);

const MasterMessage = ((types) => ({
types,
ctor: function MasterMessage(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function MasterMessage$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.welcome!=null&&Object.hasOwnProperty.call(m,"welcome"))
  types[0].encode(m.welcome,w.uint32(10).fork(),q+1).ldelim()
  if(m.rejected!=null&&Object.hasOwnProperty.call(m,"rejected"))
  types[1].encode(m.rejected,w.uint32(18).fork(),q+1).ldelim()
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job"))
  types[2].encode(m.job,w.uint32(26).fork(),q+1).ldelim()
  if(m.stage!=null&&Object.hasOwnProperty.call(m,"stage"))
  types[3].encode(m.stage,w.uint32(34).fork(),q+1).ldelim()
  if(m.assign!=null&&Object.hasOwnProperty.call(m,"assign"))
  types[4].encode(m.assign,w.uint32(42).fork(),q+1).ldelim()
  if(m.stop!=null&&Object.hasOwnProperty.call(m,"stop"))
  types[5].encode(m.stop,w.uint32(50).fork(),q+1).ldelim()
  if(m.sources!=null&&Object.hasOwnProperty.call(m,"sources"))
  types[6].encode(m.sources,w.uint32(58).fork(),q+1).ldelim()
  if(m.discard!=null&&Object.hasOwnProperty.call(m,"discard"))
  types[7].encode(m.discard,w.uint32(66).fork(),q+1).ldelim()
  if(m.drain!=null&&Object.hasOwnProperty.call(m,"drain"))
  types[8].encode(m.drain,w.uint32(74).fork(),q+1).ldelim()
  if(m.redialWindow!=null&&Object.hasOwnProperty.call(m,"redialWindow"))
  types[9].encode(m.redialWindow,w.uint32(82).fork(),q+1).ldelim()
  if(m.trim!=null&&Object.hasOwnProperty.call(m,"trim"))
  types[10].encode(m.trim,w.uint32(90).fork(),q+1).ldelim()
  return w
},
decode: function MasterMessage$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.welcome=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.rejected=types[1].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 3: {
  m.job=types[2].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 4: {
  m.stage=types[3].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 5: {
  m.assign=types[4].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 6: {
  m.stop=types[5].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 7: {
  m.sources=types[6].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 8: {
  m.discard=types[7].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 9: {
  m.drain=types[8].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 10: {
  m.redialWindow=types[9].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 11: {
  m.trim=types[10].decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function MasterMessage$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.MasterMessage: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.welcome!=null){
  if(!util.isObject(d.welcome))
  throw TypeError(".mr.v1.MasterMessage.welcome: object expected")
  m.welcome=types[0].fromObject(d.welcome,n+1)
  }
  if(d.rejected!=null){
  if(!util.isObject(d.rejected))
  throw TypeError(".mr.v1.MasterMessage.rejected: object expected")
  m.rejected=types[1].fromObject(d.rejected,n+1)
  }
  if(d.job!=null){
  if(!util.isObject(d.job))
  throw TypeError(".mr.v1.MasterMessage.job: object expected")
  m.job=types[2].fromObject(d.job,n+1)
  }
  if(d.stage!=null){
  if(!util.isObject(d.stage))
  throw TypeError(".mr.v1.MasterMessage.stage: object expected")
  m.stage=types[3].fromObject(d.stage,n+1)
  }
  if(d.assign!=null){
  if(!util.isObject(d.assign))
  throw TypeError(".mr.v1.MasterMessage.assign: object expected")
  m.assign=types[4].fromObject(d.assign,n+1)
  }
  if(d.stop!=null){
  if(!util.isObject(d.stop))
  throw TypeError(".mr.v1.MasterMessage.stop: object expected")
  m.stop=types[5].fromObject(d.stop,n+1)
  }
  if(d.sources!=null){
  if(!util.isObject(d.sources))
  throw TypeError(".mr.v1.MasterMessage.sources: object expected")
  m.sources=types[6].fromObject(d.sources,n+1)
  }
  if(d.discard!=null){
  if(!util.isObject(d.discard))
  throw TypeError(".mr.v1.MasterMessage.discard: object expected")
  m.discard=types[7].fromObject(d.discard,n+1)
  }
  if(d.drain!=null){
  if(!util.isObject(d.drain))
  throw TypeError(".mr.v1.MasterMessage.drain: object expected")
  m.drain=types[8].fromObject(d.drain,n+1)
  }
  if(d.redialWindow!=null){
  if(!util.isObject(d.redialWindow))
  throw TypeError(".mr.v1.MasterMessage.redialWindow: object expected")
  m.redialWindow=types[9].fromObject(d.redialWindow,n+1)
  }
  if(d.trim!=null){
  if(!util.isObject(d.trim))
  throw TypeError(".mr.v1.MasterMessage.trim: object expected")
  m.trim=types[10].fromObject(d.trim,n+1)
  }
  return m
},
toObject: function MasterMessage$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(m.welcome!=null&&Object.hasOwnProperty.call(m,"welcome")){
  d.welcome=types[0].toObject(m.welcome,o,q+1)
  if(o.oneofs)
  d.kind="welcome"
  }
  if(m.rejected!=null&&Object.hasOwnProperty.call(m,"rejected")){
  d.rejected=types[1].toObject(m.rejected,o,q+1)
  if(o.oneofs)
  d.kind="rejected"
  }
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job")){
  d.job=types[2].toObject(m.job,o,q+1)
  if(o.oneofs)
  d.kind="job"
  }
  if(m.stage!=null&&Object.hasOwnProperty.call(m,"stage")){
  d.stage=types[3].toObject(m.stage,o,q+1)
  if(o.oneofs)
  d.kind="stage"
  }
  if(m.assign!=null&&Object.hasOwnProperty.call(m,"assign")){
  d.assign=types[4].toObject(m.assign,o,q+1)
  if(o.oneofs)
  d.kind="assign"
  }
  if(m.stop!=null&&Object.hasOwnProperty.call(m,"stop")){
  d.stop=types[5].toObject(m.stop,o,q+1)
  if(o.oneofs)
  d.kind="stop"
  }
  if(m.sources!=null&&Object.hasOwnProperty.call(m,"sources")){
  d.sources=types[6].toObject(m.sources,o,q+1)
  if(o.oneofs)
  d.kind="sources"
  }
  if(m.discard!=null&&Object.hasOwnProperty.call(m,"discard")){
  d.discard=types[7].toObject(m.discard,o,q+1)
  if(o.oneofs)
  d.kind="discard"
  }
  if(m.drain!=null&&Object.hasOwnProperty.call(m,"drain")){
  d.drain=types[8].toObject(m.drain,o,q+1)
  if(o.oneofs)
  d.kind="drain"
  }
  if(m.redialWindow!=null&&Object.hasOwnProperty.call(m,"redialWindow")){
  d.redialWindow=types[9].toObject(m.redialWindow,o,q+1)
  if(o.oneofs)
  d.kind="redialWindow"
  }
  if(m.trim!=null&&Object.hasOwnProperty.call(m,"trim")){
  d.trim=types[10].toObject(m.trim,o,q+1)
  if(o.oneofs)
  d.kind="trim"
  }
  return d
},
}))([]);

const Welcome = ((types) => ({
types,
ctor: function Welcome(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Welcome$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.epoch!=null&&Object.hasOwnProperty.call(m,"epoch"))
  w.uint32(8).uint64(m.epoch)
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version"))
  w.uint32(18).string(m.version)
  if(m.heartbeatIntervalMs!=null&&Object.hasOwnProperty.call(m,"heartbeatIntervalMs"))
  w.uint32(24).uint32(m.heartbeatIntervalMs)
  if(m.dataToken!=null&&Object.hasOwnProperty.call(m,"dataToken"))
  w.uint32(34).string(m.dataToken)
  return w
},
decode: function Welcome$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.epoch=r.uint64()
  break
  }
  case 2: {
  m.version=r.string()
  break
  }
  case 3: {
  m.heartbeatIntervalMs=r.uint32()
  break
  }
  case 4: {
  m.dataToken=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Welcome$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Welcome: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.epoch!=null){
  if(util.Long)
  m.epoch=util.Long.fromValue(d.epoch,true)
  else if(typeof d.epoch==="string")
  m.epoch=parseInt(d.epoch,10)
  else if(typeof d.epoch==="number")
  m.epoch=d.epoch
  else if(typeof d.epoch==="object")
  m.epoch=new util.LongBits(d.epoch.low>>>0,d.epoch.high>>>0).toNumber(true)
  }
  if(d.version!=null){
  m.version=String(d.version)
  }
  if(d.heartbeatIntervalMs!=null){
  m.heartbeatIntervalMs=d.heartbeatIntervalMs>>>0
  }
  if(d.dataToken!=null){
  m.dataToken=String(d.dataToken)
  }
  return m
},
toObject: function Welcome$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.epoch=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.epoch=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.version=""
  d.heartbeatIntervalMs=0
  d.dataToken=""
  }
  if(m.epoch!=null&&Object.hasOwnProperty.call(m,"epoch")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.epoch=typeof m.epoch==="number"?BigInt(m.epoch):util.Long.fromBits(m.epoch.low>>>0,m.epoch.high>>>0,true).toBigInt()
  else if(typeof m.epoch==="number")
  d.epoch=o.longs===String?String(m.epoch):m.epoch
  else
  d.epoch=o.longs===String?util.Long.prototype.toString.call(m.epoch):o.longs===Number?new util.LongBits(m.epoch.low>>>0,m.epoch.high>>>0).toNumber(true):m.epoch
  }
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version")){
  d.version=m.version
  }
  if(m.heartbeatIntervalMs!=null&&Object.hasOwnProperty.call(m,"heartbeatIntervalMs")){
  d.heartbeatIntervalMs=m.heartbeatIntervalMs
  }
  if(m.dataToken!=null&&Object.hasOwnProperty.call(m,"dataToken")){
  d.dataToken=m.dataToken
  }
  return d
},
}))([]);

const Rejected = ((types) => ({
types,
ctor: function Rejected(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Rejected$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error"))
  types[0].encode(m.error,w.uint32(10).fork(),q+1).ldelim()
  return w
},
decode: function Rejected$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.error=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Rejected$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Rejected: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.error!=null){
  if(!util.isObject(d.error))
  throw TypeError(".mr.v1.Rejected.error: object expected")
  m.error=types[0].fromObject(d.error,n+1)
  }
  return m
},
toObject: function Rejected$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.error=null
  }
  if(m.error!=null&&Object.hasOwnProperty.call(m,"error")){
  d.error=types[0].toObject(m.error,o,q+1)
  }
  return d
},
}))([]);

const JobSpec = ((types) => ({
types,
ctor: function JobSpec(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function JobSpec$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.specJson!=null&&Object.hasOwnProperty.call(m,"specJson"))
  w.uint32(10).bytes(m.specJson)
  return w
},
decode: function JobSpec$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.specJson=r.bytes()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function JobSpec$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.JobSpec: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.specJson!=null){
  if(typeof d.specJson==="string")
  util.base64.decode(d.specJson,m.specJson=util.newBuffer(util.base64.length(d.specJson)),0)
  else if(d.specJson.length >= 0)
  m.specJson=d.specJson
  }
  return m
},
toObject: function JobSpec$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(o.bytes===String)d.specJson=""
  else{
  d.specJson=[]
  if(o.bytes!==Array)d.specJson=util.newBuffer(d.specJson)
  }
  }
  if(m.specJson!=null&&Object.hasOwnProperty.call(m,"specJson")){
  d.specJson=o.bytes===String?util.base64.encode(m.specJson,0,m.specJson.length):o.bytes===Array?Array.prototype.slice.call(m.specJson):m.specJson
  }
  return d
},
}))([]);

const Stage = ((types) => ({
types,
ctor: function Stage(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Stage$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job"))
  w.uint32(10).string(m.job)
  if(m.stageJson!=null&&Object.hasOwnProperty.call(m,"stageJson"))
  w.uint32(18).bytes(m.stageJson)
  if(m.upstreamJson!=null&&Object.hasOwnProperty.call(m,"upstreamJson"))
  w.uint32(26).bytes(m.upstreamJson)
  return w
},
decode: function Stage$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.job=r.string()
  break
  }
  case 2: {
  m.stageJson=r.bytes()
  break
  }
  case 3: {
  m.upstreamJson=r.bytes()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Stage$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Stage: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.job!=null){
  m.job=String(d.job)
  }
  if(d.stageJson!=null){
  if(typeof d.stageJson==="string")
  util.base64.decode(d.stageJson,m.stageJson=util.newBuffer(util.base64.length(d.stageJson)),0)
  else if(d.stageJson.length >= 0)
  m.stageJson=d.stageJson
  }
  if(d.upstreamJson!=null){
  if(typeof d.upstreamJson==="string")
  util.base64.decode(d.upstreamJson,m.upstreamJson=util.newBuffer(util.base64.length(d.upstreamJson)),0)
  else if(d.upstreamJson.length >= 0)
  m.upstreamJson=d.upstreamJson
  }
  return m
},
toObject: function Stage$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.job=""
  if(o.bytes===String)d.stageJson=""
  else{
  d.stageJson=[]
  if(o.bytes!==Array)d.stageJson=util.newBuffer(d.stageJson)
  }
  if(o.bytes===String)d.upstreamJson=""
  else{
  d.upstreamJson=[]
  if(o.bytes!==Array)d.upstreamJson=util.newBuffer(d.upstreamJson)
  }
  }
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job")){
  d.job=m.job
  }
  if(m.stageJson!=null&&Object.hasOwnProperty.call(m,"stageJson")){
  d.stageJson=o.bytes===String?util.base64.encode(m.stageJson,0,m.stageJson.length):o.bytes===Array?Array.prototype.slice.call(m.stageJson):m.stageJson
  }
  if(m.upstreamJson!=null&&Object.hasOwnProperty.call(m,"upstreamJson")){
  d.upstreamJson=o.bytes===String?util.base64.encode(m.upstreamJson,0,m.upstreamJson.length):o.bytes===Array?Array.prototype.slice.call(m.upstreamJson):m.upstreamJson
  }
  return d
},
}))([]);

const Assign = ((types) => ({
types,
ctor: function Assign(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Assign$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt"))
  types[0].encode(m.attempt,w.uint32(10).fork(),q+1).ldelim()
  if(m.payloadJson!=null&&Object.hasOwnProperty.call(m,"payloadJson"))
  w.uint32(18).bytes(m.payloadJson)
  return w
},
decode: function Assign$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.attempt=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.payloadJson=r.bytes()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Assign$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Assign: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.attempt!=null){
  if(!util.isObject(d.attempt))
  throw TypeError(".mr.v1.Assign.attempt: object expected")
  m.attempt=types[0].fromObject(d.attempt,n+1)
  }
  if(d.payloadJson!=null){
  if(typeof d.payloadJson==="string")
  util.base64.decode(d.payloadJson,m.payloadJson=util.newBuffer(util.base64.length(d.payloadJson)),0)
  else if(d.payloadJson.length >= 0)
  m.payloadJson=d.payloadJson
  }
  return m
},
toObject: function Assign$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.attempt=null
  if(o.bytes===String)d.payloadJson=""
  else{
  d.payloadJson=[]
  if(o.bytes!==Array)d.payloadJson=util.newBuffer(d.payloadJson)
  }
  }
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt")){
  d.attempt=types[0].toObject(m.attempt,o,q+1)
  }
  if(m.payloadJson!=null&&Object.hasOwnProperty.call(m,"payloadJson")){
  d.payloadJson=o.bytes===String?util.base64.encode(m.payloadJson,0,m.payloadJson.length):o.bytes===Array?Array.prototype.slice.call(m.payloadJson):m.payloadJson
  }
  return d
},
}))([]);

const Stop = ((types) => ({
types,
ctor: function Stop(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Stop$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt"))
  types[0].encode(m.attempt,w.uint32(10).fork(),q+1).ldelim()
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(18).string(m.reason)
  return w
},
decode: function Stop$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.attempt=types[0].decode(r,r.uint32(),undefined,n+1)
  break
  }
  case 2: {
  m.reason=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Stop$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Stop: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.attempt!=null){
  if(!util.isObject(d.attempt))
  throw TypeError(".mr.v1.Stop.attempt: object expected")
  m.attempt=types[0].fromObject(d.attempt,n+1)
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  return m
},
toObject: function Stop$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.attempt=null
  d.reason=""
  }
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt")){
  d.attempt=types[0].toObject(m.attempt,o,q+1)
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  return d
},
}))([]);

const Sources = ((types) => ({
types,
ctor: function Sources(p){
  this.outputs=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Sources$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job"))
  w.uint32(10).string(m.job)
  if(m.stage!=null&&Object.hasOwnProperty.call(m,"stage"))
  w.uint32(18).string(m.stage)
  if(m.tasks!=null&&Object.hasOwnProperty.call(m,"tasks"))
  w.uint32(24).uint32(m.tasks)
  if(m.outputs!=null&&m.outputs.length){
  for(var i=0;i<m.outputs.length;++i)
  types[3].encode(m.outputs[i],w.uint32(34).fork(),q+1).ldelim()
  }
  return w
},
decode: function Sources$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.job=r.string()
  break
  }
  case 2: {
  m.stage=r.string()
  break
  }
  case 3: {
  m.tasks=r.uint32()
  break
  }
  case 4: {
  if(!(m.outputs&&m.outputs.length))
  m.outputs=[]
  m.outputs.push(types[3].decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Sources$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Sources: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.job!=null){
  m.job=String(d.job)
  }
  if(d.stage!=null){
  m.stage=String(d.stage)
  }
  if(d.tasks!=null){
  m.tasks=d.tasks>>>0
  }
  if(d.outputs){
  if(!Array.isArray(d.outputs))
  throw TypeError(".mr.v1.Sources.outputs: array expected")
  m.outputs=[]
  for(var i=0;i<d.outputs.length;++i){
  if(!util.isObject(d.outputs[i]))
  throw TypeError(".mr.v1.Sources.outputs: object expected")
  m.outputs[i]=types[3].fromObject(d.outputs[i],n+1)
  }
  }
  return m
},
toObject: function Sources$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.outputs=[]
  }
  if(o.defaults){
  d.job=""
  d.stage=""
  d.tasks=0
  }
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job")){
  d.job=m.job
  }
  if(m.stage!=null&&Object.hasOwnProperty.call(m,"stage")){
  d.stage=m.stage
  }
  if(m.tasks!=null&&Object.hasOwnProperty.call(m,"tasks")){
  d.tasks=m.tasks
  }
  if(m.outputs&&m.outputs.length){
  d.outputs=[]
  for(var j=0;j<m.outputs.length;++j){
  d.outputs[j]=types[3].toObject(m.outputs[j],o,q+1)
  }
  }
  return d
},
}))([]);

const SourceLocation = ((types) => ({
types,
ctor: function SourceLocation(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function SourceLocation$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.index!=null&&Object.hasOwnProperty.call(m,"index"))
  w.uint32(8).uint32(m.index)
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt"))
  w.uint32(16).uint32(m.attempt)
  if(m.worker!=null&&Object.hasOwnProperty.call(m,"worker"))
  w.uint32(26).string(m.worker)
  if(m.incarnation!=null&&Object.hasOwnProperty.call(m,"incarnation"))
  w.uint32(34).string(m.incarnation)
  if(m.hostId!=null&&Object.hasOwnProperty.call(m,"hostId"))
  w.uint32(42).string(m.hostId)
  if(m.dataAddress!=null&&Object.hasOwnProperty.call(m,"dataAddress"))
  w.uint32(50).string(m.dataAddress)
  if(m.path!=null&&Object.hasOwnProperty.call(m,"path"))
  w.uint32(58).string(m.path)
  if(m.sizeBytes!=null&&Object.hasOwnProperty.call(m,"sizeBytes"))
  w.uint32(64).uint64(m.sizeBytes)
  return w
},
decode: function SourceLocation$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.index=r.uint32()
  break
  }
  case 2: {
  m.attempt=r.uint32()
  break
  }
  case 3: {
  m.worker=r.string()
  break
  }
  case 4: {
  m.incarnation=r.string()
  break
  }
  case 5: {
  m.hostId=r.string()
  break
  }
  case 6: {
  m.dataAddress=r.string()
  break
  }
  case 7: {
  m.path=r.string()
  break
  }
  case 8: {
  m.sizeBytes=r.uint64()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function SourceLocation$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.SourceLocation: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.index!=null){
  m.index=d.index>>>0
  }
  if(d.attempt!=null){
  m.attempt=d.attempt>>>0
  }
  if(d.worker!=null){
  m.worker=String(d.worker)
  }
  if(d.incarnation!=null){
  m.incarnation=String(d.incarnation)
  }
  if(d.hostId!=null){
  m.hostId=String(d.hostId)
  }
  if(d.dataAddress!=null){
  m.dataAddress=String(d.dataAddress)
  }
  if(d.path!=null){
  m.path=String(d.path)
  }
  if(d.sizeBytes!=null){
  if(util.Long)
  m.sizeBytes=util.Long.fromValue(d.sizeBytes,true)
  else if(typeof d.sizeBytes==="string")
  m.sizeBytes=parseInt(d.sizeBytes,10)
  else if(typeof d.sizeBytes==="number")
  m.sizeBytes=d.sizeBytes
  else if(typeof d.sizeBytes==="object")
  m.sizeBytes=new util.LongBits(d.sizeBytes.low>>>0,d.sizeBytes.high>>>0).toNumber(true)
  }
  return m
},
toObject: function SourceLocation$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.index=0
  d.attempt=0
  d.worker=""
  d.incarnation=""
  d.hostId=""
  d.dataAddress=""
  d.path=""
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.sizeBytes=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.sizeBytes=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  }
  if(m.index!=null&&Object.hasOwnProperty.call(m,"index")){
  d.index=m.index
  }
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt")){
  d.attempt=m.attempt
  }
  if(m.worker!=null&&Object.hasOwnProperty.call(m,"worker")){
  d.worker=m.worker
  }
  if(m.incarnation!=null&&Object.hasOwnProperty.call(m,"incarnation")){
  d.incarnation=m.incarnation
  }
  if(m.hostId!=null&&Object.hasOwnProperty.call(m,"hostId")){
  d.hostId=m.hostId
  }
  if(m.dataAddress!=null&&Object.hasOwnProperty.call(m,"dataAddress")){
  d.dataAddress=m.dataAddress
  }
  if(m.path!=null&&Object.hasOwnProperty.call(m,"path")){
  d.path=m.path
  }
  if(m.sizeBytes!=null&&Object.hasOwnProperty.call(m,"sizeBytes")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.sizeBytes=typeof m.sizeBytes==="number"?BigInt(m.sizeBytes):util.Long.fromBits(m.sizeBytes.low>>>0,m.sizeBytes.high>>>0,true).toBigInt()
  else if(typeof m.sizeBytes==="number")
  d.sizeBytes=o.longs===String?String(m.sizeBytes):m.sizeBytes
  else
  d.sizeBytes=o.longs===String?util.Long.prototype.toString.call(m.sizeBytes):o.longs===Number?new util.LongBits(m.sizeBytes.low>>>0,m.sizeBytes.high>>>0).toNumber(true):m.sizeBytes
  }
  return d
},
}))([]);

const Trim = ((types) => ({
types,
ctor: function Trim(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Trim$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job"))
  w.uint32(10).string(m.job)
  if(m.stage!=null&&Object.hasOwnProperty.call(m,"stage"))
  w.uint32(18).string(m.stage)
  if(m.from!=null&&Object.hasOwnProperty.call(m,"from"))
  w.uint32(24).uint32(m.from)
  return w
},
decode: function Trim$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.job=r.string()
  break
  }
  case 2: {
  m.stage=r.string()
  break
  }
  case 3: {
  m.from=r.uint32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Trim$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Trim: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.job!=null){
  m.job=String(d.job)
  }
  if(d.stage!=null){
  m.stage=String(d.stage)
  }
  if(d.from!=null){
  m.from=d.from>>>0
  }
  return m
},
toObject: function Trim$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.job=""
  d.stage=""
  d.from=0
  }
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job")){
  d.job=m.job
  }
  if(m.stage!=null&&Object.hasOwnProperty.call(m,"stage")){
  d.stage=m.stage
  }
  if(m.from!=null&&Object.hasOwnProperty.call(m,"from")){
  d.from=m.from
  }
  return d
},
}))([]);

const Discard = ((types) => ({
types,
ctor: function Discard(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Discard$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job"))
  w.uint32(10).string(m.job)
  return w
},
decode: function Discard$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.job=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Discard$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.Discard: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.job!=null){
  m.job=String(d.job)
  }
  return m
},
toObject: function Discard$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.job=""
  }
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job")){
  d.job=m.job
  }
  return d
},
}))([]);

const Drain = ((types) => ({
types,
ctor: function Drain(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function Drain$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
decode: function Drain$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function Drain$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
toObject: function Drain$toObject(){
  return {}
},
}))([]);

const RedialWindow = ((types) => ({
types,
ctor: function RedialWindow(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function RedialWindow$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.windowMs!=null&&Object.hasOwnProperty.call(m,"windowMs"))
  w.uint32(8).uint32(m.windowMs)
  return w
},
decode: function RedialWindow$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.windowMs=r.uint32()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function RedialWindow$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.RedialWindow: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.windowMs!=null){
  m.windowMs=d.windowMs>>>0
  }
  return m
},
toObject: function RedialWindow$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.windowMs=0
  }
  if(m.windowMs!=null&&Object.hasOwnProperty.call(m,"windowMs")){
  d.windowMs=m.windowMs
  }
  return d
},
}))([]);

const InfoRequest = ((types) => ({
types,
ctor: function InfoRequest(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function InfoRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
decode: function InfoRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function InfoRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
toObject: function InfoRequest$toObject(){
  return {}
},
}))([]);

const InfoReply = ((types) => ({
types,
ctor: function InfoReply(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function InfoReply$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version"))
  w.uint32(10).string(m.version)
  if(m.protocol!=null&&Object.hasOwnProperty.call(m,"protocol"))
  w.uint32(16).uint32(m.protocol)
  if(m.epoch!=null&&Object.hasOwnProperty.call(m,"epoch"))
  w.uint32(24).uint64(m.epoch)
  if(m.workers!=null&&Object.hasOwnProperty.call(m,"workers"))
  w.uint32(32).uint32(m.workers)
  if(m.slots!=null&&Object.hasOwnProperty.call(m,"slots"))
  w.uint32(40).uint32(m.slots)
  if(m.jobsRunning!=null&&Object.hasOwnProperty.call(m,"jobsRunning"))
  w.uint32(48).uint32(m.jobsRunning)
  if(m.startedAt!=null&&Object.hasOwnProperty.call(m,"startedAt"))
  w.uint32(57).double(m.startedAt)
  return w
},
decode: function InfoReply$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.version=r.string()
  break
  }
  case 2: {
  m.protocol=r.uint32()
  break
  }
  case 3: {
  m.epoch=r.uint64()
  break
  }
  case 4: {
  m.workers=r.uint32()
  break
  }
  case 5: {
  m.slots=r.uint32()
  break
  }
  case 6: {
  m.jobsRunning=r.uint32()
  break
  }
  case 7: {
  m.startedAt=r.double()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function InfoReply$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.InfoReply: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.version!=null){
  m.version=String(d.version)
  }
  if(d.protocol!=null){
  m.protocol=d.protocol>>>0
  }
  if(d.epoch!=null){
  if(util.Long)
  m.epoch=util.Long.fromValue(d.epoch,true)
  else if(typeof d.epoch==="string")
  m.epoch=parseInt(d.epoch,10)
  else if(typeof d.epoch==="number")
  m.epoch=d.epoch
  else if(typeof d.epoch==="object")
  m.epoch=new util.LongBits(d.epoch.low>>>0,d.epoch.high>>>0).toNumber(true)
  }
  if(d.workers!=null){
  m.workers=d.workers>>>0
  }
  if(d.slots!=null){
  m.slots=d.slots>>>0
  }
  if(d.jobsRunning!=null){
  m.jobsRunning=d.jobsRunning>>>0
  }
  if(d.startedAt!=null){
  m.startedAt=Number(d.startedAt)
  }
  return m
},
toObject: function InfoReply$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.version=""
  d.protocol=0
  if(util.Long){
  var n=new util.Long(0,0,true)
  d.epoch=o.longs===String?n.toString():o.longs===Number?n.toNumber():typeof BigInt!=="undefined"&&o.longs===BigInt?n.toBigInt():n
  }else
  d.epoch=o.longs===String?"0":typeof BigInt!=="undefined"&&o.longs===BigInt?BigInt("0"):0
  d.workers=0
  d.slots=0
  d.jobsRunning=0
  d.startedAt=0
  }
  if(m.version!=null&&Object.hasOwnProperty.call(m,"version")){
  d.version=m.version
  }
  if(m.protocol!=null&&Object.hasOwnProperty.call(m,"protocol")){
  d.protocol=m.protocol
  }
  if(m.epoch!=null&&Object.hasOwnProperty.call(m,"epoch")){
  if(typeof BigInt!=="undefined"&&o.longs===BigInt)
  d.epoch=typeof m.epoch==="number"?BigInt(m.epoch):util.Long.fromBits(m.epoch.low>>>0,m.epoch.high>>>0,true).toBigInt()
  else if(typeof m.epoch==="number")
  d.epoch=o.longs===String?String(m.epoch):m.epoch
  else
  d.epoch=o.longs===String?util.Long.prototype.toString.call(m.epoch):o.longs===Number?new util.LongBits(m.epoch.low>>>0,m.epoch.high>>>0).toNumber(true):m.epoch
  }
  if(m.workers!=null&&Object.hasOwnProperty.call(m,"workers")){
  d.workers=m.workers
  }
  if(m.slots!=null&&Object.hasOwnProperty.call(m,"slots")){
  d.slots=m.slots
  }
  if(m.jobsRunning!=null&&Object.hasOwnProperty.call(m,"jobsRunning")){
  d.jobsRunning=m.jobsRunning
  }
  if(m.startedAt!=null&&Object.hasOwnProperty.call(m,"startedAt")){
  d.startedAt=o.json&&!isFinite(m.startedAt)?String(m.startedAt):m.startedAt
  }
  return d
},
}))([]);

const SubmitRequest = ((types) => ({
types,
ctor: function SubmitRequest(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function SubmitRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.specJson!=null&&Object.hasOwnProperty.call(m,"specJson"))
  w.uint32(10).bytes(m.specJson)
  return w
},
decode: function SubmitRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.specJson=r.bytes()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function SubmitRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.SubmitRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.specJson!=null){
  if(typeof d.specJson==="string")
  util.base64.decode(d.specJson,m.specJson=util.newBuffer(util.base64.length(d.specJson)),0)
  else if(d.specJson.length >= 0)
  m.specJson=d.specJson
  }
  return m
},
toObject: function SubmitRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(o.bytes===String)d.specJson=""
  else{
  d.specJson=[]
  if(o.bytes!==Array)d.specJson=util.newBuffer(d.specJson)
  }
  }
  if(m.specJson!=null&&Object.hasOwnProperty.call(m,"specJson")){
  d.specJson=o.bytes===String?util.base64.encode(m.specJson,0,m.specJson.length):o.bytes===Array?Array.prototype.slice.call(m.specJson):m.specJson
  }
  return d
},
}))([]);

const SubmitReply = ((types) => ({
types,
ctor: function SubmitReply(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function SubmitReply$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job"))
  w.uint32(10).string(m.job)
  return w
},
decode: function SubmitReply$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.job=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function SubmitReply$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.SubmitReply: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.job!=null){
  m.job=String(d.job)
  }
  return m
},
toObject: function SubmitReply$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.job=""
  }
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job")){
  d.job=m.job
  }
  return d
},
}))([]);

const JobRequest = ((types) => ({
types,
ctor: function JobRequest(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function JobRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job"))
  w.uint32(10).string(m.job)
  return w
},
decode: function JobRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.job=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function JobRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.JobRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.job!=null){
  m.job=String(d.job)
  }
  return m
},
toObject: function JobRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.job=""
  }
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job")){
  d.job=m.job
  }
  return d
},
}))([]);

const JobReply = ((types) => ({
types,
ctor: function JobReply(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function JobReply$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.viewJson!=null&&Object.hasOwnProperty.call(m,"viewJson"))
  w.uint32(10).bytes(m.viewJson)
  return w
},
decode: function JobReply$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.viewJson=r.bytes()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function JobReply$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.JobReply: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.viewJson!=null){
  if(typeof d.viewJson==="string")
  util.base64.decode(d.viewJson,m.viewJson=util.newBuffer(util.base64.length(d.viewJson)),0)
  else if(d.viewJson.length >= 0)
  m.viewJson=d.viewJson
  }
  return m
},
toObject: function JobReply$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  if(o.bytes===String)d.viewJson=""
  else{
  d.viewJson=[]
  if(o.bytes!==Array)d.viewJson=util.newBuffer(d.viewJson)
  }
  }
  if(m.viewJson!=null&&Object.hasOwnProperty.call(m,"viewJson")){
  d.viewJson=o.bytes===String?util.base64.encode(m.viewJson,0,m.viewJson.length):o.bytes===Array?Array.prototype.slice.call(m.viewJson):m.viewJson
  }
  return d
},
}))([]);

const JobsRequest = ((types) => ({
types,
ctor: function JobsRequest(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function JobsRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
decode: function JobsRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function JobsRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
toObject: function JobsRequest$toObject(){
  return {}
},
}))([]);

const JobsReply = ((types) => ({
types,
ctor: function JobsReply(p){
  this.viewsJson=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function JobsReply$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.viewsJson!=null&&m.viewsJson.length){
  for(var i=0;i<m.viewsJson.length;++i)
  w.uint32(10).bytes(m.viewsJson[i])
  }
  return w
},
decode: function JobsReply$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.viewsJson&&m.viewsJson.length))
  m.viewsJson=[]
  m.viewsJson.push(r.bytes())
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function JobsReply$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.JobsReply: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.viewsJson){
  if(!Array.isArray(d.viewsJson))
  throw TypeError(".mr.v1.JobsReply.viewsJson: array expected")
  m.viewsJson=[]
  for(var i=0;i<d.viewsJson.length;++i){
  if(typeof d.viewsJson[i]==="string")
  util.base64.decode(d.viewsJson[i],m.viewsJson[i]=util.newBuffer(util.base64.length(d.viewsJson[i])),0)
  else if(d.viewsJson[i].length >= 0)
  m.viewsJson[i]=d.viewsJson[i]
  }
  }
  return m
},
toObject: function JobsReply$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.viewsJson=[]
  }
  if(m.viewsJson&&m.viewsJson.length){
  d.viewsJson=[]
  for(var j=0;j<m.viewsJson.length;++j){
  d.viewsJson[j]=o.bytes===String?util.base64.encode(m.viewsJson[j],0,m.viewsJson[j].length):o.bytes===Array?Array.prototype.slice.call(m.viewsJson[j]):m.viewsJson[j]
  }
  }
  return d
},
}))([]);

const WorkersRequest = ((types) => ({
types,
ctor: function WorkersRequest(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function WorkersRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
decode: function WorkersRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function WorkersRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
toObject: function WorkersRequest$toObject(){
  return {}
},
}))([]);

const WorkersReply = ((types) => ({
types,
ctor: function WorkersReply(p){
  this.viewsJson=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function WorkersReply$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.viewsJson!=null&&m.viewsJson.length){
  for(var i=0;i<m.viewsJson.length;++i)
  w.uint32(10).bytes(m.viewsJson[i])
  }
  return w
},
decode: function WorkersReply$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.viewsJson&&m.viewsJson.length))
  m.viewsJson=[]
  m.viewsJson.push(r.bytes())
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function WorkersReply$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.WorkersReply: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.viewsJson){
  if(!Array.isArray(d.viewsJson))
  throw TypeError(".mr.v1.WorkersReply.viewsJson: array expected")
  m.viewsJson=[]
  for(var i=0;i<d.viewsJson.length;++i){
  if(typeof d.viewsJson[i]==="string")
  util.base64.decode(d.viewsJson[i],m.viewsJson[i]=util.newBuffer(util.base64.length(d.viewsJson[i])),0)
  else if(d.viewsJson[i].length >= 0)
  m.viewsJson[i]=d.viewsJson[i]
  }
  }
  return m
},
toObject: function WorkersReply$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.viewsJson=[]
  }
  if(m.viewsJson&&m.viewsJson.length){
  d.viewsJson=[]
  for(var j=0;j<m.viewsJson.length;++j){
  d.viewsJson[j]=o.bytes===String?util.base64.encode(m.viewsJson[j],0,m.viewsJson[j].length):o.bytes===Array?Array.prototype.slice.call(m.viewsJson[j]):m.viewsJson[j]
  }
  }
  return d
},
}))([]);

const CancelRequest = ((types) => ({
types,
ctor: function CancelRequest(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function CancelRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job"))
  w.uint32(10).string(m.job)
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason"))
  w.uint32(18).string(m.reason)
  return w
},
decode: function CancelRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.job=r.string()
  break
  }
  case 2: {
  m.reason=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function CancelRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.CancelRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.job!=null){
  m.job=String(d.job)
  }
  if(d.reason!=null){
  m.reason=String(d.reason)
  }
  return m
},
toObject: function CancelRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.job=""
  d.reason=""
  }
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job")){
  d.job=m.job
  }
  if(m.reason!=null&&Object.hasOwnProperty.call(m,"reason")){
  d.reason=m.reason
  }
  return d
},
}))([]);

const CancelReply = ((types) => ({
types,
ctor: function CancelReply(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function CancelReply$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
decode: function CancelReply$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function CancelReply$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
toObject: function CancelReply$toObject(){
  return {}
},
}))([]);

const DrainRequest = ((types) => ({
types,
ctor: function DrainRequest(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function DrainRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.worker!=null&&Object.hasOwnProperty.call(m,"worker"))
  w.uint32(10).string(m.worker)
  return w
},
decode: function DrainRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.worker=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function DrainRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.DrainRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.worker!=null){
  m.worker=String(d.worker)
  }
  return m
},
toObject: function DrainRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.worker=""
  }
  if(m.worker!=null&&Object.hasOwnProperty.call(m,"worker")){
  d.worker=m.worker
  }
  return d
},
}))([]);

const DrainReply = ((types) => ({
types,
ctor: function DrainReply(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function DrainReply$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
decode: function DrainReply$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function DrainReply$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
toObject: function DrainReply$toObject(){
  return {}
},
}))([]);

const HistoryBatch = ((types) => ({
types,
ctor: function HistoryBatch(p){
  this.factsJson=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function HistoryBatch$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.factsJson!=null&&m.factsJson.length){
  for(var i=0;i<m.factsJson.length;++i)
  w.uint32(10).bytes(m.factsJson[i])
  }
  return w
},
decode: function HistoryBatch$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.factsJson&&m.factsJson.length))
  m.factsJson=[]
  m.factsJson.push(r.bytes())
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function HistoryBatch$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.HistoryBatch: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.factsJson){
  if(!Array.isArray(d.factsJson))
  throw TypeError(".mr.v1.HistoryBatch.factsJson: array expected")
  m.factsJson=[]
  for(var i=0;i<d.factsJson.length;++i){
  if(typeof d.factsJson[i]==="string")
  util.base64.decode(d.factsJson[i],m.factsJson[i]=util.newBuffer(util.base64.length(d.factsJson[i])),0)
  else if(d.factsJson[i].length >= 0)
  m.factsJson[i]=d.factsJson[i]
  }
  }
  return m
},
toObject: function HistoryBatch$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.factsJson=[]
  }
  if(m.factsJson&&m.factsJson.length){
  d.factsJson=[]
  for(var j=0;j<m.factsJson.length;++j){
  d.factsJson[j]=o.bytes===String?util.base64.encode(m.factsJson[j],0,m.factsJson[j].length):o.bytes===Array?Array.prototype.slice.call(m.factsJson[j]):m.factsJson[j]
  }
  }
  return d
},
}))([]);

const LogsRequest = ((types) => ({
types,
ctor: function LogsRequest(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function LogsRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job"))
  w.uint32(10).string(m.job)
  if(m.follow!=null&&Object.hasOwnProperty.call(m,"follow"))
  w.uint32(16).bool(m.follow)
  return w
},
decode: function LogsRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.job=r.string()
  break
  }
  case 2: {
  m.follow=r.bool()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function LogsRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.LogsRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.job!=null){
  m.job=String(d.job)
  }
  if(d.follow!=null){
  m.follow=Boolean(d.follow)
  }
  return m
},
toObject: function LogsRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.job=""
  d.follow=false
  }
  if(m.job!=null&&Object.hasOwnProperty.call(m,"job")){
  d.job=m.job
  }
  if(m.follow!=null&&Object.hasOwnProperty.call(m,"follow")){
  d.follow=m.follow
  }
  return d
},
}))([]);

const LogBatch = ((types) => ({
types,
ctor: function LogBatch(p){
  this.lines=[]
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function LogBatch$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.lines!=null&&m.lines.length){
  for(var i=0;i<m.lines.length;++i)
  types[0].encode(m.lines[i],w.uint32(10).fork(),q+1).ldelim()
  }
  return w
},
decode: function LogBatch$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  if(!(m.lines&&m.lines.length))
  m.lines=[]
  m.lines.push(types[0].decode(r,r.uint32(),undefined,n+1))
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function LogBatch$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.LogBatch: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.lines){
  if(!Array.isArray(d.lines))
  throw TypeError(".mr.v1.LogBatch.lines: array expected")
  m.lines=[]
  for(var i=0;i<d.lines.length;++i){
  if(!util.isObject(d.lines[i]))
  throw TypeError(".mr.v1.LogBatch.lines: object expected")
  m.lines[i]=types[0].fromObject(d.lines[i],n+1)
  }
  }
  return m
},
toObject: function LogBatch$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.arrays||o.defaults){
  d.lines=[]
  }
  if(m.lines&&m.lines.length){
  d.lines=[]
  for(var j=0;j<m.lines.length;++j){
  d.lines[j]=types[0].toObject(m.lines[j],o,q+1)
  }
  }
  return d
},
}))([]);

const LogLine = ((types) => ({
types,
ctor: function LogLine(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function LogLine$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.at!=null&&Object.hasOwnProperty.call(m,"at"))
  w.uint32(9).double(m.at)
  if(m.task!=null&&Object.hasOwnProperty.call(m,"task"))
  w.uint32(18).string(m.task)
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt"))
  w.uint32(24).uint32(m.attempt)
  if(m.worker!=null&&Object.hasOwnProperty.call(m,"worker"))
  w.uint32(34).string(m.worker)
  if(m.text!=null&&Object.hasOwnProperty.call(m,"text"))
  w.uint32(42).string(m.text)
  return w
},
decode: function LogLine$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.at=r.double()
  break
  }
  case 2: {
  m.task=r.string()
  break
  }
  case 3: {
  m.attempt=r.uint32()
  break
  }
  case 4: {
  m.worker=r.string()
  break
  }
  case 5: {
  m.text=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function LogLine$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.LogLine: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.at!=null){
  m.at=Number(d.at)
  }
  if(d.task!=null){
  m.task=String(d.task)
  }
  if(d.attempt!=null){
  m.attempt=d.attempt>>>0
  }
  if(d.worker!=null){
  m.worker=String(d.worker)
  }
  if(d.text!=null){
  m.text=String(d.text)
  }
  return m
},
toObject: function LogLine$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.at=0
  d.task=""
  d.attempt=0
  d.worker=""
  d.text=""
  }
  if(m.at!=null&&Object.hasOwnProperty.call(m,"at")){
  d.at=o.json&&!isFinite(m.at)?String(m.at):m.at
  }
  if(m.task!=null&&Object.hasOwnProperty.call(m,"task")){
  d.task=m.task
  }
  if(m.attempt!=null&&Object.hasOwnProperty.call(m,"attempt")){
  d.attempt=m.attempt
  }
  if(m.worker!=null&&Object.hasOwnProperty.call(m,"worker")){
  d.worker=m.worker
  }
  if(m.text!=null&&Object.hasOwnProperty.call(m,"text")){
  d.text=m.text
  }
  return d
},
}))([]);

const GetBundleRequest = ((types) => ({
types,
ctor: function GetBundleRequest(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function GetBundleRequest$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.sha256!=null&&Object.hasOwnProperty.call(m,"sha256"))
  w.uint32(10).string(m.sha256)
  return w
},
decode: function GetBundleRequest$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.sha256=r.string()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function GetBundleRequest$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.GetBundleRequest: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.sha256!=null){
  m.sha256=String(d.sha256)
  }
  return m
},
toObject: function GetBundleRequest$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.sha256=""
  }
  if(m.sha256!=null&&Object.hasOwnProperty.call(m,"sha256")){
  d.sha256=m.sha256
  }
  return d
},
}))([]);

const BundleChunk = ((types) => ({
types,
ctor: function BundleChunk(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function BundleChunk$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  if(m.sha256!=null&&Object.hasOwnProperty.call(m,"sha256"))
  w.uint32(10).string(m.sha256)
  if(m.data!=null&&Object.hasOwnProperty.call(m,"data"))
  w.uint32(18).bytes(m.data)
  return w
},
decode: function BundleChunk$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  case 1: {
  m.sha256=r.string()
  break
  }
  case 2: {
  m.data=r.bytes()
  break
  }
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function BundleChunk$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  if(!util.isObject(d))
  throw TypeError(".mr.v1.BundleChunk: object expected")
  if(n===undefined)n=0
  if(n>util.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var m=new this.ctor
  if(d.sha256!=null){
  m.sha256=String(d.sha256)
  }
  if(d.data!=null){
  if(typeof d.data==="string")
  util.base64.decode(d.data,m.data=util.newBuffer(util.base64.length(d.data)),0)
  else if(d.data.length >= 0)
  m.data=d.data
  }
  return m
},
toObject: function BundleChunk$toObject(m,o,q){
  if(!o)
  o={}
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  var d={}
  if(o.defaults){
  d.sha256=""
  if(o.bytes===String)d.data=""
  else{
  d.data=[]
  if(o.bytes!==Array)d.data=util.newBuffer(d.data)
  }
  }
  if(m.sha256!=null&&Object.hasOwnProperty.call(m,"sha256")){
  d.sha256=m.sha256
  }
  if(m.data!=null&&Object.hasOwnProperty.call(m,"data")){
  d.data=o.bytes===String?util.base64.encode(m.data,0,m.data.length):o.bytes===Array?Array.prototype.slice.call(m.data):m.data
  }
  return d
},
}))([]);

const PutBundleReply = ((types) => ({
types,
ctor: function PutBundleReply(p){
  if(p)for(var ks=Object.keys(p),i=0;i<ks.length;++i)if(p[ks[i]]!=null&&ks[i]!=="__proto__")
  this[ks[i]]=p[ks[i]]
},
encode: function PutBundleReply$encode(m,w,q){
  if(!w)
  w=Writer.create()
  if(q===undefined)q=0
  if(q>util.recursionLimit)
  throw Error("max depth exceeded")
  return w
},
decode: function PutBundleReply$decode(r,l,e,n){
  if(!(r instanceof Reader))
  r=Reader.create(r)
  if(n===undefined)n=0
  if(n>Reader.recursionLimit)
  throw Error("maximum nesting depth exceeded")
  var c,m
  if(l===undefined)
  c=r.len
  else{
  c=r.pos+l
  if(c>r.len)
  throw RangeError("index out of range")
  l=r.len
  r.len=c
  }
  m=new this.ctor
  while(r.pos<c){
  var t=r.uint32()
  if(t===e)
  break
  switch(t>>>3){
  default:
  r.skipType(t&7,n)
  break
  }
  }
  if(l!==undefined){
  if(r.pos!==c)
  throw RangeError("index out of range")
  r.len=l
  }
  return m
},
fromObject: function PutBundleReply$fromObject(d,n){
  if(d instanceof this.ctor)
  return d
  return new this.ctor
},
toObject: function PutBundleReply$toObject(){
  return {}
},
}))([]);

WorkerEnvelope.types.push(WorkerMessage);
WorkerMessage.types.push(Hello, Heartbeat, Succeeded, Ended, LogLines, Draining, Goodbye);
Hello.types.push(null, null, null, null, null, null, null, null, AttemptRef, KeptOutput, null);
KeptOutput.types.push(AttemptRef, null, null, null);
Heartbeat.types.push(AttemptProgress, null, null);
AttemptProgress.types.push(AttemptRef, null, null);
Succeeded.types.push(AttemptRef, TaskReport);
TaskReport.types.push(Segments, Parts, Result, Counter, Total, null, null, RecordDigest, SkippedRecord, null, null, null, PartFile);
Segments.types.push(null, null, RecordDigest);
Parts.types.push(PartFile);
Ended.types.push(AttemptRef, Failed, Lost, FetchFailed, Stopped);
Failed.types.push(ErrorRecord, null);
Lost.types.push(ErrorRecord);
FetchFailed.types.push(ErrorRecord, null, OutputRef);
LogLines.types.push(AttemptRef, null);
MasterEnvelope.types.push(MasterMessage);
MasterMessage.types.push(Welcome, Rejected, JobSpec, Stage, Assign, Stop, Sources, Discard, Drain, RedialWindow, Trim);
Rejected.types.push(ErrorRecord);
Assign.types.push(AttemptRef, null);
Stop.types.push(AttemptRef, null);
Sources.types.push(null, null, null, SourceLocation);
LogBatch.types.push(LogLine);

/** Each service's methods, by their names in the proto. */
export const SERVICES: object = {
  "mr.v1.Workers": {
    Session: { path: "/mr.v1.Workers/Session", request: WorkerEnvelope, response: MasterEnvelope, requestStream: true, responseStream: true },
    GetBundle: { path: "/mr.v1.Workers/GetBundle", request: GetBundleRequest, response: BundleChunk, requestStream: false, responseStream: true },
  },
  "mr.v1.Clients": {
    Info: { path: "/mr.v1.Clients/Info", request: InfoRequest, response: InfoReply, requestStream: false, responseStream: false },
    Submit: { path: "/mr.v1.Clients/Submit", request: SubmitRequest, response: SubmitReply, requestStream: false, responseStream: false },
    Job: { path: "/mr.v1.Clients/Job", request: JobRequest, response: JobReply, requestStream: false, responseStream: false },
    Jobs: { path: "/mr.v1.Clients/Jobs", request: JobsRequest, response: JobsReply, requestStream: false, responseStream: false },
    Workers: { path: "/mr.v1.Clients/Workers", request: WorkersRequest, response: WorkersReply, requestStream: false, responseStream: false },
    Cancel: { path: "/mr.v1.Clients/Cancel", request: CancelRequest, response: CancelReply, requestStream: false, responseStream: false },
    Drain: { path: "/mr.v1.Clients/Drain", request: DrainRequest, response: DrainReply, requestStream: false, responseStream: false },
    History: { path: "/mr.v1.Clients/History", request: JobRequest, response: HistoryBatch, requestStream: false, responseStream: true },
    Watch: { path: "/mr.v1.Clients/Watch", request: JobRequest, response: JobReply, requestStream: false, responseStream: true },
    Logs: { path: "/mr.v1.Clients/Logs", request: LogsRequest, response: LogBatch, requestStream: false, responseStream: true },
    PutBundle: { path: "/mr.v1.Clients/PutBundle", request: BundleChunk, response: PutBundleReply, requestStream: true, responseStream: false },
  },
};
