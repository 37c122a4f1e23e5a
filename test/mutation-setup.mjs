// Under mutation testing a property only has to fail, quickly and the same way each time: no shrinking, one seed, and no
// long search for inputs where every one is skipped. `npm test` keeps all that.
import fc from 'fast-check';

fc.configureGlobal({ endOnFailure: true, seed: 1, maxSkipsPerRun: 10 });
