/**
 * Scripts that QuickJS runs around compiled code: before it, what could differ between engines or keep state is removed and the rest frozen;
 * after the library took what it needs, the global object is emptied.
 *
 * Checked code can't reach any of this. It stands for code that by-passed the checker: contained, not exact.
 */

/** Methods that the library and the runtime themselves call on values; all others go. */
const kept = {
  Array: { map: 1, slice: 1, sort: 1, reverse: 1, push: 1 },
  // QuickJS compiles a template into a call of `concat`.
  String: { concat: 1, indexOf: 1, slice: 1, startsWith: 1, endsWith: 1, padStart: 1, padEnd: 1, split: 1 },
};

/** Run first. Removes paths to code made from text, then methods, then freezes every object that can be reached. */
export const hardenScript = `(()=>{"use strict";
const keep=${JSON.stringify(kept)};
const { getPrototypeOf, getOwnPropertyDescriptor, defineProperty, freeze } = Object;
const { ownKeys, deleteProperty } = Reflect;
const protos=[Object,Function,Array,String,Number,Boolean,BigInt,Symbol,Error].map((one)=>one.prototype);
protos.push(getPrototypeOf(function*(){}),getPrototypeOf(async()=>{}),getPrototypeOf(async function*(){}));
for(const proto of protos) deleteProperty(proto,'constructor');
for(const name of ['__proto__','__defineGetter__','__defineSetter__','__lookupGetter__','__lookupSetter__','toLocaleString']) deleteProperty(Object.prototype,name);
for(const name of ['call','apply','bind','caller','arguments','fileName','lineNumber','columnNumber']) deleteProperty(Function.prototype,name);
const trim=(proto,names)=>{for(const name of ownKeys(proto)) if(typeof name==='string'&&name!=='length'&&typeof proto[name]==='function'&&!names[name]) deleteProperty(proto,name);};
const listMax=1<<20;
for(const name of ownKeys(keep.Array)){const pristine=Array.prototype[name];const apply=Reflect.apply;
  defineProperty(Array.prototype,name,{value:function(...rest){if(this.length>listMax)throw new RangeError('the list is too long');return apply(pristine,this,rest);},writable:true,configurable:true});}
trim(Array.prototype,{values:1,...keep.Array});
trim(String.prototype,{toString:1,valueOf:1,...keep.String});
trim(Number.prototype,{toString:1,valueOf:1});trim(BigInt.prototype,{toString:1,valueOf:1});
for(const name of ownKeys(Math)) if(name!=='floor') deleteProperty(Math,name);
for(const name of ownKeys(Symbol)) if(!{iterator:1,toPrimitive:1,toStringTag:1,length:1,name:1,prototype:1}[name]) deleteProperty(Symbol,name);
for(const name of ['captureStackTrace','prepareStackTrace','stackTraceLimit']) deleteProperty(Error,name);
const seen=new Set();
const deep=(value)=>{
  if((typeof value!=='object'&&typeof value!=='function')||value===null||seen.has(value)||value===globalThis) return;
  seen.add(value);
  deep(getPrototypeOf(value));
  for(const name of ownKeys(value)){const one=getOwnPropertyDescriptor(value,name);deep(one.value);deep(one.get);deep(one.set);}
  freeze(value);
};
for(const name of ownKeys(globalThis)){const one=getOwnPropertyDescriptor(globalThis,name);deep(one.value);deep(one.get);}
for(const proto of protos) deep(proto);
deep([][Symbol.iterator]());deep(''[Symbol.iterator]());deep(getPrototypeOf(getPrototypeOf(function*(){}())));
})()`;

/** Run when the library has been read: takes the value of the script, empties the global object, then makes the contract's instance. */
export const instantiateScript = `((make)=>{"use strict";
const all=globalThis;
const { ownKeys, deleteProperty, getOwnPropertyDescriptor, defineProperty } = Reflect;
const { preventExtensions, setPrototypeOf } = Object;
for(const name of ownKeys(all)){const one=getOwnPropertyDescriptor(all,name);
  if(one.configurable) deleteProperty(all,name);else if(one.writable) defineProperty(all,name,{value:undefined,writable:false});}
setPrototypeOf(all,null);preventExtensions(all);
return make();
})`;
