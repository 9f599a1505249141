// Judges checkpoints and inclusion proofs with @sigstore/verify. One case a line on standard input, as JSON; one answer a line.
//   {"key": base64 of the Ed25519 public key, "id": hex of the key id, "checkpoint", "entry", "index", "proof": [base64 ...]}
'use strict';
const crypto = require('crypto');
const readline = require('readline');
const { verifyTLogTimestamp } = require('@sigstore/verify/dist/timestamp');

const spkiHead = Buffer.from('302a300506032b6570032100', 'hex'); // RFC 8410: an Ed25519 key follows

function judge(c) {
  const publicKey = crypto.createPublicKey({ key: Buffer.concat([spkiHead, Buffer.from(c.key, 'base64')]), format: 'der', type: 'spki' });
  const log = { logID: Buffer.from(c.id, 'hex'), publicKey, baseURL: '', validFor: { start: new Date(0), end: new Date(4e12) } };
  const lines = c.checkpoint.split('\n');
  verifyTLogTimestamp(
    {
      integratedTime: '1',
      logId: { keyId: log.logID },
      canonicalizedBody: Buffer.from(c.entry),
      inclusionProof: {
        logIndex: String(c.index),
        treeSize: lines[1],
        rootHash: Buffer.from(lines[2], 'base64'),
        hashes: c.proof.map((hash) => Buffer.from(hash, 'base64')),
        checkpoint: { envelope: c.checkpoint },
      },
    },
    [log],
  );
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  try {
    judge(JSON.parse(line));
    console.log('accept');
  } catch (error) {
    // Only what the library itself says is a judgement.
    console.log((error.code === 'TLOG_INCLUSION_PROOF_ERROR' ? 'reject: ' : 'failed: ') + String(error.message).split('\n')[0]);
  }
});
