// Under mutation testing a property only has to fail, and to fail the same way each time: no shrinking, and one seed.
// `npm test` keeps both.
import fc from 'fast-check';

fc.configureGlobal({ endOnFailure: true, seed: 1 });
