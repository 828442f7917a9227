// The plugin of the regional stack; the framework takes local plugins only from the service's own folder.
'use strict';

module.exports = require('../tools/stages/stage-check');
